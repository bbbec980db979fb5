package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/store"
)

func TestAWrongAddressIsAnsweredInBothLanguages(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "not a folder")
	for _, test := range []struct{ name, address, wantJa, wantEn string }{
		{"nothing", "", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"a path without a scheme", "/var/lib/opendata", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"a relative path", "store", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"a relative path with a scheme", "file:store", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"two slashes, making the first folder a host", "file://var/lib", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"a file without a path", "file://", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"a file with a query", "file:///var?x=1", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"a file with an empty query", "file:///var?", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"a file with a fragment, which would be cut off", "file:///var/lib#2", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"another scheme", "https://example.com/store", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"a Windows path", `C:\opendata`, "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"no URL at all", "s3://%zz", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"a control character", "file:///a\x00b", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"no bucket", "s3:///prefix", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"a secret in the address", "s3://key:secret@bucket/prefix", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"an endpoint in place of the bucket", "s3://localhost:9000/bucket", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"a bucket with a query", "s3://bucket/prefix?region=x", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"a way out of the prefix", "s3://bucket/a/../b", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"an empty word in the prefix", "s3://bucket//b", "保管場所のURLではありません", "file:///var/lib/opendata or s3://"},
		{"a folder that does not exist", "file:///nowhere/at/all", "保管場所のフォルダーを開けません", "make sure that it exists"},
		{"a file where a folder belongs", "file://" + file, "保管場所のフォルダーを開けません", "make sure that it exists"},
		{"a bucket without an endpoint", "s3://bucket/prefix", "オブジェクトストレージの設定に誤りがあります", "set OPENDATA_S3_ENDPOINT to host:port"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, err := store.Open(test.address, false, store.Options{})
			problem, ok := errors.AsType[*fault.Error](err)
			if !ok || s != nil {
				t.Fatalf("got %v, %v", s, err)
			}
			if problem.Kind != fault.Invalid || !strings.Contains(problem.Message.Ja, test.wantJa) || problem.Message.En == "" ||
				len(problem.Fixes) != 1 || problem.Fixes[0].Ja == "" || !strings.Contains(problem.Fixes[0].En, test.wantEn) {
				t.Errorf("got %v", problem)
			}
			if strings.Contains(problem.Error(), "secret@") {
				t.Error("the message repeats a secret")
			}
		})
	}
}

func TestAnEndpointWithASchemeIsRefused(t *testing.T) {
	_, err := store.Open("s3://bucket", false, store.Options{S3: store.S3Options{Endpoint: "http://localhost:9000/path"}})
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
}

func TestAFolderThatCannotBeMadeIsNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "not a folder")
	_, err := store.Open("file://"+file+"/store", true, store.Options{})
	if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), file) {
		t.Errorf("got %v", err)
	}
}

func TestAStoreIsMadeOnceAndOpenedAgain(t *testing.T) {
	at := filepath.Join(t.TempDir(), "八戸 市", "store")
	for _, name := range []string{"log/1", "log/2"} {
		create(t, open(t, "file://"+at, store.Options{}), name, name)
	}
	s, err := store.Open("file://"+at, false, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want(t, s, "log/1", []byte("log/1"))
	if _, err := os.Stat(filepath.Join(at, "log", "2")); err != nil {
		t.Error(err)
	}
}
