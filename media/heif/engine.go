package heif

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"runtime/debug"
	_ "unsafe" // go:linkname

	_ "github.com/gen2brain/avif"
	_ "github.com/gen2brain/heic"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// The decoders as those packages carry them. Their own functions give them as
// much memory as they ask for, copy it whenever it grows, and copy the pixels
// twice more: 300 MB for a telephone's photo, where 110 do.
//
//go:linkname heicProgram github.com/gen2brain/heic.heifWasm
var heicProgram []byte

//go:linkname avifProgram github.com/gen2brain/avif.decodeWasm
var avifProgram []byte

// engine is a decoder that has been started. It sees no files, no clock and
// nothing else of the world.
type engine struct {
	mod    api.Module
	malloc api.Function
	decode api.Function
}

// start makes ready a gzipped program. All the memory that it may ever have is
// reserved at once, so that growing copies nothing; what it never touches is
// never there.
func start(ctx context.Context, zipped []byte) (*engine, error) {
	unzip, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return nil, fmt.Errorf("read the decoder: %w", err)
	}
	var program bytes.Buffer
	if _, err := program.ReadFrom(unzip); err != nil {
		return nil, fmt.Errorf("read the decoder: %w", err)
	}
	const page = 1 << 16
	rt := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().
		WithMemoryLimitPages(maxMemory/page).WithMemoryCapacityFromMax(true))
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, rt); err != nil {
		return nil, fmt.Errorf("start the decoder: %w", err)
	}
	mod, err := rt.Instantiate(ctx, program.Bytes())
	if err != nil {
		return nil, fmt.Errorf("start the decoder: %w", err)
	}
	debug.FreeOSMemory() // compiling took more than will be needed
	return &engine{mod, mod.ExportedFunction("malloc"), mod.ExportedFunction("decode")}, nil
}

// room returns the address of n new bytes.
func (e *engine) room(ctx context.Context, n int) (uint64, error) {
	result, err := e.malloc.Call(ctx, uint64(n))
	if err != nil || len(result) != 1 || result[0] == 0 {
		return 0, fmt.Errorf("%d bytes more than the decoder may have: %w", n, errDamaged)
	}
	return result[0], nil
}

// put copies data into the decoder's memory.
func (e *engine) put(ctx context.Context, data []byte) (uint64, error) {
	at, err := e.room(ctx, len(data))
	if err == nil && !e.mod.Memory().Write(uint32(at), data) {
		err = errDamaged
	}
	return at, err
}

// view returns n bytes of the decoder's memory, as long as it is not called.
func (e *engine) view(at uint64, n int) ([]byte, error) {
	data, ok := e.mod.Memory().Read(uint32(at), uint32(n))
	if !ok {
		return nil, errDamaged
	}
	return data, nil
}

// call runs the decoder, which answers 0 when it fails.
func (e *engine) call(ctx context.Context, args ...uint64) error {
	result, err := e.decode.Call(ctx, args...)
	if err != nil {
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
	if len(result) != 1 || result[0] == 0 {
		return errDamaged
	}
	return nil
}

// number reads one of the values that the decoder has left behind.
func (e *engine) number(at uint64) int {
	v, _ := e.mod.Memory().ReadUint32Le(uint32(at))
	return int(v)
}
