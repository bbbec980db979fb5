package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// S3Options say how to reach an S3-compatible object store.
type S3Options struct {
	Endpoint  string // host:port, without a scheme
	Region    string
	AccessKey string
	SecretKey string // never logged
	Plain     bool   // http instead of https, for a store on this machine
}

const (
	s3Patience = 30 * time.Second // with an operation that does not get on
	s3Retries  = 3
	s3Turns    = 40                    // of a write that meets another
	s3Pause    = 50 * time.Millisecond // between them
)

// objects is a store in a bucket. Exclusiveness is the object store's: a write
// with If-None-Match: * succeeds once.
type objects struct {
	client *minio.Client
	bucket string
	prefix string // empty or ending in /

	patience time.Duration
}

func openS3(bucket, prefix string, o S3Options) (Store, error) {
	transport, err := minio.DefaultTransport(!o.Plain)
	if err != nil {
		return nil, fmt.Errorf("preparing the connection to the object store: %w", err)
	}
	transport.ResponseHeaderTimeout = s3Patience
	client, err := minio.New(o.Endpoint, &minio.Options{
		Creds:  credentials.NewStaticV4(o.AccessKey, o.SecretKey, ""),
		Secure: !o.Plain, Region: o.Region, Transport: transport, MaxRetries: s3Retries,
		BucketLookup: minio.BucketLookupPath,
	})
	if err != nil {
		return nil, fault.New(fault.Invalid, lang.T("オブジェクトストレージの設定に誤りがあります", "the settings of the object store are not right"),
			lang.T("OPENDATA_S3_ENDPOINT に host:port を書いてください", "write host:port into OPENDATA_S3_ENDPOINT")).Because(err)
	}
	if prefix = strings.Trim(prefix, "/"); prefix != "" {
		prefix += "/"
	}
	return &objects{client: client, bucket: bucket, prefix: prefix, patience: s3Patience}, nil
}

// Create implements Store. After ErrExists a caller that may have been here
// before reads what is there: the first answer to its own write may have been
// lost, and only it can know its own bytes.
func (o *objects) Create(ctx context.Context, name string, data []byte) error {
	if err := errors.Join(checkName(name), checkSize(data)); err != nil {
		return err
	}
	ctx, p, stop := patiently(ctx, o.patience)
	defer stop()
	var err error
	for range s3Turns {
		err = o.put(ctx, p, name, data)
		taken := isStatus(err, http.StatusPreconditionFailed)
		switch {
		case err == nil:
			return nil
		case taken && o.readable(ctx, name):
			return fmt.Errorf("creating %s: %w", name, ErrExists)
		case isStatus(err, http.StatusNotImplemented):
			return notExclusive().Because(err)
		case !taken && !isStatus(err, http.StatusConflict):
			return fmt.Errorf("creating %s: %w", name, ended(ctx, err))
		}
		// Another write is under way, of which the object store may let neither
		// through: asked again, it says whose the name is.
		pause(ctx)
	}
	return fmt.Errorf("creating %s: %w", name, ended(ctx, err))
}

// readable reports whether what a refused write met can be read: what cannot is
// still being written, and may yet fail.
func (o *objects) readable(ctx context.Context, name string) bool {
	_, err := o.client.StatObject(ctx, o.bucket, o.prefix+name, minio.StatObjectOptions{})
	return err == nil
}

// pause waits for a moment, or until ctx ends.
func pause(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, s3Pause)
	defer cancel()
	<-ctx.Done()
}

func (o *objects) put(ctx context.Context, p *patience, name string, data []byte) error {
	put := minio.PutObjectOptions{SendContentMd5: true, DisableMultipart: len(data) < maxSinglePut, Progress: p}
	put.SetMatchETagExcept("*")
	_, err := o.client.PutObject(ctx, o.bucket, o.prefix+name, bytes.NewReader(data), int64(len(data)), put)
	return err
}

// maxSinglePut is the size up to which one request may write an object.
const maxSinglePut = 4 << 30

// Get implements Store.
func (o *objects) Get(ctx context.Context, name string) ([]byte, error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	ctx, p, stop := patiently(ctx, o.patience)
	defer stop()
	object, err := o.client.GetObject(ctx, o.bucket, o.prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	defer object.Close()
	data, err := io.ReadAll(io.LimitReader(io.TeeReader(object, p), maxObject+1))
	switch {
	case isMissing(err):
		return nil, fmt.Errorf("reading %s: %w", name, ErrNotFound)
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", name, ended(ctx, err))
	case len(data) > maxObject:
		return nil, fmt.Errorf("reading %s: larger than any object", name)
	}
	return data, nil
}

// List implements Store.
func (o *objects) List(ctx context.Context, prefix, after string) ([]string, error) {
	ctx, p, stop := patiently(ctx, o.patience)
	defer stop()
	options := minio.ListObjectsOptions{Prefix: o.prefix + prefix, Recursive: true}
	if after != "" {
		options.StartAfter = o.prefix + after
	}
	var names []string
	for info := range o.client.ListObjects(ctx, o.bucket, options) {
		if info.Err != nil {
			return nil, fmt.Errorf("listing %s: %w", prefix, ended(ctx, info.Err))
		}
		p.moved()
		if name := strings.TrimPrefix(info.Key, o.prefix); name > after {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// Delete implements Store.
func (o *objects) Delete(ctx context.Context, name string) error {
	if err := checkName(name); err != nil {
		return err
	}
	ctx, _, stop := patiently(ctx, o.patience)
	defer stop()
	if err := o.client.RemoveObject(ctx, o.bucket, o.prefix+name, minio.RemoveObjectOptions{}); err != nil && !isMissing(err) {
		return fmt.Errorf("deleting %s: %w", name, ended(ctx, err))
	}
	return nil
}

func isStatus(err error, status int) bool {
	return err != nil && minio.ToErrorResponse(err).StatusCode == status
}

// isMissing reports whether an object does not exist. A bucket that does not
// exist is another matter: of what is in it, nothing is known.
func isMissing(err error) bool {
	return isStatus(err, http.StatusNotFound) && minio.ToErrorResponse(err).Code != minio.NoSuchBucket
}
