#!/usr/bin/env python3
"""Check an exported vote log without any of Plaudit's own code.

    verify_log.py LOG.zip [--key KEY] [--checkpoint FILE | --older LINE]

LOG.zip is what the contest's page /verify offers. KEY is the log's public key
as you have it from elsewhere (a notice board, a newspaper); without it the
signatures are checked with the key in the file itself, which does not prove
who made them. FILE holds a checkpoint that you kept from an earlier visit; with
it, a log that was rewritten or cut back since is found.

Exit code 0: in order. 1: something is wrong, and the first thing found is
printed. 2: wrong usage. Only Python's standard library is needed.
docs/verify/README.md describes every format that is read here.
"""
import argparse
import base64
import hashlib
import json
import re
import sys
import zipfile


class Wrong(Exception):
    """What was found."""


# --- hashes -------------------------------------------------------------------

def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(leaf):
    return sha256(b"\0" + leaf)


def node_hash(left, right):
    return sha256(b"\1" + left + right)


def root_of(hashes):
    """The root of RFC 6962 over the leaves' hashes."""
    if not hashes:
        return sha256(b"")
    level = list(hashes)
    while len(level) > 1:
        pairs = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) - len(level) % 2:]
    return level[0]


# --- Ed25519 (RFC 8032), only the checking -----------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    """Adds points in extended coordinates X, Y, Z, T."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    w, x, y, z = f - e, h - g, h + g, f + e
    return w * x % P, y * z % P, x * y % P, w * z % P


def times(n, point):
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = add(result, point)
        point = add(point, point)
        n >>= 1
    return result


def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        raise Wrong("the signature or the key is no point of the curve")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        raise Wrong("the signature or the key is no point of the curve")
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed_by(key, text, signature):
    """Tells whether S·B = R + k·A."""
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % L
    a, b = times(s, BASE), add(point_of(signature[:32]), times(k, point_of(key)))
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


# --- notes and checkpoints ------------------------------------------------------------

def b64(text, what):
    """Standard base64, in the one way it is written."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = None
    if data is None or base64.b64encode(data).decode() != text:
        raise Wrong(f"{what} is not written as it must be")
    return data


def open_key(key):
    """Splits NAME+HASH+KEY and checks that the hash is the key's."""
    match = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+(.+)", key)
    raw = b64(match[3], "the key") if match else b""
    if len(raw) != 33 or raw[0] != 1 or sha256(match[1].encode() + b"\n" + raw)[:4].hex() != match[2]:
        raise Wrong("the key is not written as it must be")
    return match[1], bytes.fromhex(match[2]), raw[1:]


def open_checkpoint(note, key):
    """Returns size and root of a checkpoint signed by the key, and only by it."""
    name, key_hash, raw = open_key(key)
    match = re.fullmatch(r"(.+\n)\n— (\S+) (\S+)\n", note, re.S)
    if not match or match[2] != name or re.search(r"[\0-\x09\x0b-\x1f]", note):
        raise Wrong("checkpoint: the signature is not by this key")
    signature = b64(match[3], "the signature")
    if signature[:4] != key_hash or not signed_by(raw, match[1].encode(), signature[4:]):
        raise Wrong("checkpoint: the signature is not by this key")
    lines = match[1].split("\n")
    if len(lines) != 4 or lines[0] != name or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]):
        raise Wrong("checkpoint: it is not written as it must be")
    root = b64(lines[2], "the checkpoint's root")
    if len(root) != 32:
        raise Wrong("checkpoint: its root is no hash")
    return int(lines[1]), root


# --- the export ----------------------------------------------------------------------------

class Files:
    """The files of the export, each of which must be listed, whole and used."""

    def __init__(self, archive):
        names = [n for n in archive.namelist() if not n.endswith("/")]
        if len(names) != len(set(names)):
            raise Wrong("the archive has a file twice")
        self.data = {n: archive.read(n) for n in names}
        manifest = self.data.pop("SHA256SUMS", None)
        if manifest is None:
            raise Wrong("SHA256SUMS is missing")
        listed, before = set(), ""
        for line in manifest.decode("utf-8", "replace").split("\n")[:-1]:
            match = re.fullmatch(r"([0-9a-f]{64})  (.+)", line)
            if not match or match[2].encode() <= before.encode():
                raise Wrong("SHA256SUMS is not written as it must be")
            before = match[2]
            if before not in self.data:
                raise Wrong(f"{before} is listed and missing")
            if sha256(self.data[before]).hex() != match[1]:
                raise Wrong(f"{before} was altered")
            listed.add(before)
        if manifest and not manifest.endswith(b"\n"):
            raise Wrong("SHA256SUMS is not written as it must be")
        for name in self.data:
            if name not in listed:
                raise Wrong(f"{name} is not listed")

    def take(self, name):
        if name not in self.data:
            raise Wrong(f"{name} is missing")
        return self.data.pop(name)


def tile_path(level, n, width):
    name = f"{n % 1000:03d}"
    while n >= 1000:
        n //= 1000
        name = f"x{n % 1000:03d}/{name}"
    return f"tile/{level}/{name}" + ("" if width == 256 else f".p/{width}")


def read_leaves(files, size):
    leaves = []
    while len(leaves) < size:
        width = min(256, size - len(leaves))
        name = tile_path("entries", len(leaves) // 256, width)
        data = files.take(name)
        for _ in range(width):
            n = int.from_bytes(data[:2], "big")
            if len(data) < 2 + n:
                raise Wrong(f"{name} is cut off")
            leaves.append(data[2:2 + n])
            data = data[2 + n:]
        if data:
            raise Wrong(f"{name} is too long")
    return leaves


def check_tiles(files, hashes):
    """Holds every tile against the leaves' hashes."""
    level = 0
    while hashes:
        above = []
        for start in range(0, len(hashes), 256):
            tile = hashes[start:start + 256]
            name = tile_path(level, start // 256, len(tile))
            if files.take(name) != b"".join(tile):
                raise Wrong(f"{name} does not agree with the leaves")
            if len(tile) == 256:
                above.append(root_of(tile))
        level, hashes = level + 1, above


# --- what the leaves tell ------------------------------------------------------------------

HASH = r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]"  # base64url of 32 bytes, in the one way it is written
LEAF = re.compile(
    rf"(?P<policy>policy-v1) (?P<policy_hash>{HASH})"
    rf"|(?P<continues>continues-v1) {HASH}"
    rf"|(?P<vote>vote-v1) (?P<c>{HASH}) (?P<h>{HASH})"
    rf"|(?P<takeback>takeback-v1) (?P<back>{HASH})"
    rf"|(?P<entry>entry-v1) (?P<number>[1-9][0-9]{{0,17}}) (?P<event>published|disqualified|withdrawn|returned)"
    rf"|(?P<review>review-v1) {HASH}"
    rf"|(?P<round>round-v1) (?P<is>closed|reopened)"
    rf"|(?P<result>result-v1) (?P<result_hash>{HASH})")


def check_story(leaves):
    """Reads the leaves in order and refuses what cannot have happened."""
    policy = result = None
    votes = backs = 0
    closed, seen, public = False, set(), {}
    for n, leaf in enumerate(leaves):
        match = LEAF.fullmatch(leaf.decode("utf-8", "replace"))
        if not match:
            raise Wrong(f"leaf {n} is no leaf")
        is_first = n == 0 or (n == 1 and leaves[0].startswith(b"continues-v1 "))
        if (match["policy"] or match["continues"]) and not (is_first and (n == 0 or match["policy"])):
            raise Wrong(f"leaf {n}: a policy where none may be")
        if result is not None and not (match["entry"] or match["review"] or match["result"]):
            raise Wrong(f"leaf {n}: something after the result")  # but for a correction
        if match["policy"]:
            policy = match["policy_hash"]
        elif not match["continues"] and policy is None:
            raise Wrong(f"leaf {n}: something before the policy")
        elif match["vote"]:
            if closed:
                raise Wrong(f"leaf {n}: a vote after the close")
            for kind in ("c", "h"):
                if (kind, match[kind]) in seen:
                    raise Wrong(f"leaf {n}: a commitment or receipt that was logged before")
                seen.add((kind, match[kind]))
            votes += 1
        elif match["takeback"]:
            backs += 1
            if backs > votes or ("c", match["back"]) in seen:
                raise Wrong(f"leaf {n}: a take-back of no vote")
            seen.add(("c", match["back"]))
        elif match["entry"]:
            if public.get(match["number"], False) == (match["event"] == "published"):
                raise Wrong(f"leaf {n}: entry {match['number']} cannot be {match['event']} now")
            public[match["number"]] = match["event"] == "published"
        elif match["round"]:
            if closed == (match["is"] == "closed"):
                raise Wrong(f"leaf {n}: the round is {match['is']} twice")
            closed = not closed
        elif match["result"]:
            if not closed:
                raise Wrong(f"leaf {n}: a result before the close")
            result = match["result_hash"]
    return policy, result, votes, backs


def document_hash(data):
    return base64.urlsafe_b64encode(sha256(data)).decode().rstrip("=")


def check_result(document, votes, backs):
    try:
        r = json.loads(document)
        void = sum(v["votes"] for v in r["void"])
        in_order = all(a["number"] < b["number"] for a, b in zip(r["entries"], r["entries"][1:]))
        in_order = in_order and all(a["reason"] < b["reason"] for a, b in zip(r["void"], r["void"][1:]))
        counts = [v["votes"] - 1 for v in r["void"]] + [r["pending"], r["withdrawn"]]
        counts += [e[k] for e in r["entries"] for k in ("counted", "void")]
        counts += [e["number"] - 1 for e in r["entries"]]
        sums = (sum(e["counted"] for e in r["entries"]) == r["counted"]
                and sum(e["void"] for e in r["entries"]) == void
                and r["logged"] == r["counted"] + r["pending"] + r["withdrawn"] + void)
    except (ValueError, KeyError, TypeError):
        raise Wrong("the result cannot be read")
    if not in_order or min(counts) < 0 or not sums:
        raise Wrong("votes are missing or added: the result's sums do not agree")
    if r["logged"] != votes or r["withdrawn"] != backs:
        raise Wrong(f"the result speaks of {r['logged']} votes and {r['withdrawn']} taken back, the log of {votes} and {backs}")


def open_line(line, origin):
    """Returns size and root of the line of a notice, which has no signature."""
    parts = line.split()
    if len(parts) != 3 or parts[0] != origin or not parts[1].isdigit():
        raise Wrong("the line is not of this log, or is mistyped")
    return int(parts[1]), b64(parts[2], "the line's hash")


def check(archive, key, older, line=None):
    """Raises Wrong, or returns what to tell."""
    files = Files(archive)
    own = files.take("key")
    if not own.endswith(b"\n") or key not in (None, own[:-1].decode("utf-8", "replace")):
        raise Wrong("this log is signed by another key than the one given")
    key = own[:-1].decode("utf-8", "replace")
    size, root = open_checkpoint(files.take("checkpoint").decode("utf-8", "replace"), key)
    leaves = read_leaves(files, size)
    hashes = [leaf_hash(leaf) for leaf in leaves]
    if root_of(hashes) != root:
        raise Wrong("the leaves are not those that the checkpoint signed")
    if older is not None or line is not None:
        old_size, old_root = open_checkpoint(older, key) if line is None else open_line(line, key.partition("+")[0])
        if old_size > size:
            raise Wrong(f"the log was cut back: it has {size} leaves and had {old_size}")
        if root_of(hashes[:old_size]) != old_root:
            raise Wrong("the log was rewritten: its beginning is not what the older checkpoint signed")
    check_tiles(files, hashes)
    policy, result, votes, backs = check_story(leaves)
    if document_hash(files.take("policy.json")) != policy:
        raise Wrong("the policy is not the one that was logged first")
    if result is not None:
        document = files.take("result.json")
        if document_hash(document) != result:
            raise Wrong("the result is not the one that was logged")
        check_result(document, votes, backs)
    if files.data:
        raise Wrong(f"{min(files.data)} does not belong to a log of {size} leaves")
    return f"{size} leaves, {votes} votes, {backs} taken back" + ("" if result is None else ", and the result agrees")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log", nargs="+", help="exported log; several are checked one after the other")
    parser.add_argument("--key", help="the log's public key, from a source you trust")
    parser.add_argument("--checkpoint", type=argparse.FileType(encoding="utf-8"), help="a checkpoint that you kept")
    parser.add_argument("--older", help="the line of a notice that was put up earlier")
    args = parser.parse_args()
    older = args.checkpoint.read() if args.checkpoint else None
    wrong = 0
    for name in args.log:
        try:
            with zipfile.ZipFile(name) as archive:
                print(f"{name}: in order: {check(archive, args.key, older, args.older)}")
        except (Wrong, zipfile.BadZipFile, OSError) as e:
            wrong += 1
            print(f"{name}: WRONG: {e}")
    if args.key is None:
        print("The key came with the log: this does not prove who signed it. Give --key.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
