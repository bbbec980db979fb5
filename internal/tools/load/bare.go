package main

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"strconv"
	"time"
)

// bare serves a file as net/http does without anything around it, until ctx ends.
// Who has a tag is told that nothing has changed.
func bare(ctx context.Context, address, file string) error {
	body, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var notModified http.Header
	head, err := os.ReadFile(file + headOf304)
	if err == nil {
		err = json.Unmarshal(head, &notModified)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	length := strconv.Itoa(len(body))
	server := &http.Server{Addr: address, ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") != "" {
			maps.Copy(w.Header(), notModified)
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		w.Header().Set("Content-Length", length)
		_, _ = w.Write(body)
	})}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
