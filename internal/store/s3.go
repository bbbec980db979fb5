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
	s3StallTimeout     = 30 * time.Second // of an operation that makes no progress
	s3Retries          = 3
	s3ConflictAttempts = 40                    // of a write that conflicts with another
	s3ConflictDelay    = 50 * time.Millisecond // between them

	// Whether a larger object is there already is asked before it is sent: an object
	// store that refuses it may close the connection while it is being sent, and its
	// answer is lost.
	s3AskFirst = 64 << 10
)

// objects is a store in a bucket. Exclusiveness is the object store's: a write
// with If-None-Match: * succeeds once.
type objects struct {
	client *minio.Client
	bucket string
	prefix string // empty or ending in /

	stallTimeout time.Duration
}

func openS3(bucket, prefix string, o S3Options) (Store, error) {
	transport, err := minio.DefaultTransport(!o.Plain)
	if err != nil {
		return nil, fmt.Errorf("preparing the connection to the object store: %w", err)
	}
	transport.ResponseHeaderTimeout = s3StallTimeout
	client, err := minio.New(o.Endpoint, &minio.Options{
		Creds:  credentials.NewStaticV4(o.AccessKey, o.SecretKey, ""),
		Secure: !o.Plain, Region: o.Region, Transport: transport, MaxRetries: s3Retries,
		BucketLookup: minio.BucketLookupPath,
	})
	if err != nil {
		return nil, fault.New(fault.Invalid, lang.T("オブジェクトストレージの設定に誤りがあります", "invalid settings of the object store"),
			lang.T("OPENDATA_S3_ENDPOINT に host:port の形で指定してください", "set OPENDATA_S3_ENDPOINT to host:port")).Because(err)
	}
	if prefix = strings.Trim(prefix, "/"); prefix != "" {
		prefix += "/"
	}
	return &objects{client: client, bucket: bucket, prefix: prefix, stallTimeout: s3StallTimeout}, nil
}

// Create implements Store. ErrExists may be about the caller's own write, sent
// again because the first response was lost: the caller tells by reading the
// object and comparing it with its own bytes.
func (o *objects) Create(ctx context.Context, name string, data []byte) error {
	if err := errors.Join(checkName(name), checkSize(data)); err != nil {
		return err
	}
	ctx, timer, stop := withStallTimeout(ctx, o.stallTimeout)
	defer stop()
	if len(data) > s3AskFirst && o.readable(ctx, name) {
		return fmt.Errorf("creating %s: %w", name, ErrExists)
	}
	var err error
	for range s3ConflictAttempts {
		err = o.put(ctx, timer, name, data)
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
		// Another write is in progress, and the object store may refuse both: try
		// again until one of them has the name.
		pause(ctx)
	}
	return fmt.Errorf("creating %s: %w", name, ended(ctx, err))
}

// readable reports whether the object that made a write fail can be read. If it
// cannot, it is still being written, and that write may fail.
func (o *objects) readable(ctx context.Context, name string) bool {
	_, err := o.client.StatObject(ctx, o.bucket, o.prefix+name, minio.StatObjectOptions{})
	return err == nil
}

// pause waits between two attempts, or until ctx ends.
func pause(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, s3ConflictDelay)
	defer cancel()
	<-ctx.Done()
}

func (o *objects) put(ctx context.Context, timer *stallTimer, name string, data []byte) error {
	put := minio.PutObjectOptions{SendContentMd5: true, DisableMultipart: len(data) < maxSinglePut, Progress: timer}
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
	ctx, timer, stop := withStallTimeout(ctx, o.stallTimeout)
	defer stop()
	object, err := o.client.GetObject(ctx, o.bucket, o.prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	defer object.Close()
	data, err := io.ReadAll(io.LimitReader(io.TeeReader(object, timer), maxObject+1))
	switch {
	case isMissing(err):
		return nil, fmt.Errorf("reading %s: %w", name, ErrNotFound)
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", name, ended(ctx, err))
	case len(data) > maxObject:
		return nil, fmt.Errorf("reading %s: %w", name, errUnsound)
	}
	return data, nil
}

// List implements Store.
func (o *objects) List(ctx context.Context, prefix, after string) ([]string, error) {
	ctx, timer, stop := withStallTimeout(ctx, o.stallTimeout)
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
		timer.reset()
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
	ctx, _, stop := withStallTimeout(ctx, o.stallTimeout)
	defer stop()
	if err := o.client.RemoveObject(ctx, o.bucket, o.prefix+name, minio.RemoveObjectOptions{}); err != nil && !isMissing(err) {
		return fmt.Errorf("deleting %s: %w", name, ended(ctx, err))
	}
	return nil
}

func isStatus(err error, status int) bool {
	return err != nil && minio.ToErrorResponse(err).StatusCode == status
}

// isMissing reports whether an object does not exist. A missing bucket is an
// error: it does not say that the object does not exist.
func isMissing(err error) bool {
	return isStatus(err, http.StatusNotFound) && minio.ToErrorResponse(err).Code != minio.NoSuchBucket
}
