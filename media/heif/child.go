package heif

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"plaudit/media"
)

// tryOut is the order to start and end.
const tryOut = "try"

// The bytes of files and of the decoders' memory.
const (
	maxFile   = 32 << 20
	maxMemory = 352 << 20
)

var errDamaged = errors.New("damaged")

// Child is the hidden command's whole life: it decodes the file from in as the
// one argument says, and writes rows of RGBA to out. The answer is the
// program's exit code.
func Child(args []string, in io.Reader, out, stderr io.Writer) int {
	debug.SetGCPercent(20) // this process is short of memory and not of time
	if err := child(args, in, out); err != nil {
		fmt.Fprintln(stderr, "heif:", err)
		return 1
	}
	return 0
}

func child(args []string, in io.Reader, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("one argument is needed")
	}
	if args[0] == tryOut {
		return nil
	}
	var order media.Still
	if err := json.Unmarshal([]byte(args[0]), &order); err != nil {
		return fmt.Errorf("read the order: %w", err)
	}
	file, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil || len(file) > maxFile {
		return errors.Join(errors.New("the file is too long or cannot be read"), err)
	}
	picture, err := decode(context.Background(), file, order)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(out, 1<<16)
	if err := picture.write(w, order); err != nil {
		return err
	}
	return w.Flush()
}

// decode lets the format's decoder read the file. It goes by the brand in the
// file's first box, which may be a general one: our reader of the index has
// seen what is inside.
func decode(ctx context.Context, file []byte, order media.Still) (*decoded, error) {
	if len(file) < 16 || order.Width < 1 || order.Height < 1 || order.Scale < 1 {
		return nil, errDamaged
	}
	copy(file[8:12], order.Format)
	if order.Format == media.AVIF {
		return decodeAVIF(ctx, file)
	}
	return decodeHEIC(ctx, file)
}
