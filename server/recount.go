package main

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"filippo.io/age"

	"plaudit/voting"
	"plaudit/voting/ledger"
)

// bundleCmd writes the log with all that its commitments hide, for auditors
// only.
type bundleCmd struct {
	Contest string   `arg:"" help:"The contest's slug, as in its address."`
	File    string   `arg:"" help:"The file to write; it must not exist."`
	To      []string `required:"" help:"An auditor's public key (age1…), as age-keygen prints it; may be repeated."`
}

// Run carries out the command.
func (cmd *bundleCmd) Run(e *env) error {
	var auditors []age.Recipient
	for _, to := range cmd.To {
		auditor, err := age.ParseX25519Recipient(to)
		if err != nil {
			return usageError{fmt.Errorf("%q is no auditor's key: %w", to, err)}
		}
		auditors = append(auditors, auditor)
	}
	return e.withHouse(func(h *house) (err error) {
		file, err := os.OpenFile(cmd.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return usageError{err}
		}
		defer func() {
			if err = errors.Join(err, file.Close()); err != nil {
				os.Remove(cmd.File) // half a bundle is none
			}
		}()
		sealed, err := age.Encrypt(file, auditors...)
		if err != nil {
			return err
		}
		archive := zip.NewWriter(sealed)
		err = h.voting.AuditBundle(e.ctx, shell(), voting.Slug(cmd.Contest), zipInto(archive))
		return errors.Join(err, archive.Close(), sealed.Close(), file.Sync())
	})
}

// zipInto returns a function that adds a file to an archive.
func zipInto(archive *zip.Writer) func(name string, data []byte) error {
	return func(name string, data []byte) error {
		file, err := archive.Create(name)
		if err == nil {
			_, err = file.Write(data)
		}
		return err
	}
}

// recountCmd recounts every vote from an auditors' bundle. It needs no data
// folder and no server.
type recountCmd struct {
	File     string `arg:"" help:"The bundle."`
	Identity string `required:"" help:"The file with your secret key, as age-keygen wrote it."`
	Key      string `help:"The log's public key, as you have it from elsewhere."`
}

// Run carries out the command.
func (cmd *recountCmd) Run(e *env) error {
	plain, err := cmd.open()
	if err != nil {
		return usageError{err}
	}
	defer func() { plain.Close(); os.Remove(plain.Name()) }()
	info, err := plain.Stat()
	if err != nil {
		return err
	}
	archive, err := zip.NewReader(plain, info.Size())
	if err != nil {
		return err
	}
	report, found, err := cmd.recount(archive)
	if err != nil {
		fmt.Fprintf(e.stdout, "WRONG: %v\n", err)
		return errNo
	}
	tellReport(e.stdout, report)
	tellRecount(e.stdout, found)
	return nil
}

func (cmd *recountCmd) recount(archive *zip.Reader) (*ledger.Report, *ledger.Recounted, error) {
	report, err := ledger.Verify(ledger.Public(archive), ledger.Trust{Key: cmd.Key})
	if err != nil {
		return nil, nil, err
	}
	found, err := ledger.Recount(archive, report)
	return report, found, err
}

func tellRecount(out io.Writer, r *ledger.Recounted) {
	fmt.Fprintf(out, "Every vote of the log was opened and every ballot keeps to the policy; %d review acts were opened and carried out in the log's order.\n", r.Reviews)
	for _, reason := range slices.Sorted(maps.Keys(r.Void)) {
		fmt.Fprintf(out, "void as %s: %d\n", reason, r.Void[reason])
	}
	fmt.Fprintln(out, "entry  counted  pending  void")
	for _, c := range r.Counts {
		fmt.Fprintf(out, "%03d  %9d  %7d  %4d\n", c.Number, c.Counted, c.Pending, c.Void)
	}
}

// open decrypts the bundle into a file of its own, which the caller removes.
func (cmd *recountCmd) open() (plain *os.File, err error) {
	keys, err := os.Open(cmd.Identity)
	if err != nil {
		return nil, err
	}
	defer keys.Close()
	identities, err := age.ParseIdentities(keys)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(cmd.File)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	sealed, err := age.Decrypt(file, identities...)
	if err != nil {
		return nil, err
	}
	if plain, err = os.CreateTemp("", "plaudit-recount-*"); err != nil {
		return nil, err
	}
	if _, err := io.Copy(plain, sealed); err != nil {
		return nil, errors.Join(err, plain.Close(), os.Remove(plain.Name()))
	}
	return plain, nil
}
