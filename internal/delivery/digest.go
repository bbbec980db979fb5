package delivery

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// digestHeader tells the sha256 of a file as it is sent, its coding included (RFC
// 9530): of an uncompressed one, the sha256 that the catalogue gives.
const digestHeader = "Repr-Digest"

func digestValue(sum []byte) string {
	return "sha-256=:" + base64.StdEncoding.EncodeToString(sum) + ":"
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return digestValue(sum[:])
}

// digestOfHex is digestOf of bytes whose sha256 is known.
func digestOfHex(sum string) string {
	bytes, err := hex.DecodeString(sum)
	if err != nil {
		return ""
	}
	return digestValue(bytes)
}
