package config

import (
	"strings"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/store"
)

// Store says where releases are kept and how to get there.
type Store struct {
	Address string // file:///folder or s3://bucket/prefix
	Options store.Options
}

const (
	fileScheme = "file://"
	s3Scheme   = "s3://"
)

func (s *Store) settings() []setting {
	return append([]setting{
		{"store", "OPENDATA_STORE", "", lang.T("公表の保管場所: file:///… または s3://バケット/接頭辞", "store of releases: file:///… or s3://bucket/prefix"), &s.Address},
	}, s.s3Settings()...)
}

// s3Settings come from the environment only: what is on a command line is seen
// by everybody on the machine.
func (s *Store) s3Settings() []setting {
	o := &s.Options.S3
	return []setting{
		{"", "OPENDATA_S3_ENDPOINT", "", lang.T("s3:// の接続先: host:port または https://host", "object store: host:port or https://host"), &o.Endpoint},
		{"", "OPENDATA_S3_REGION", "", lang.T("リージョン（省略可）", "region (optional)"), &o.Region},
		{"", "OPENDATA_S3_ACCESS_KEY", "", lang.T("アクセスキー", "access key"), &o.AccessKey},
		{"", "OPENDATA_S3_SECRET_KEY", "", lang.T("シークレットキー", "secret key"), &o.SecretKey},
	}
}

func (s *Store) toggles() []toggle {
	return []toggle{{"", "OPENDATA_S3_PLAIN", lang.T("true を指定すると、https ではなく http で接続します", "true: http instead of https"), &s.Options.S3.Plain}}
}

func (s *Store) check(wrong *fault.Error) {
	const place = "--store / OPENDATA_STORE"
	switch {
	case strings.HasPrefix(s.Address, s3Scheme):
		s.checkS3(wrong)
	case s.Address == "":
		wrong.At(place, lang.T("公表の保管場所を、file:///var/lib/opendata または s3://バケット/接頭辞 のように指定してください", "specify the store of releases, like file:///var/lib/opendata or s3://bucket/prefix"))
	case !strings.HasPrefix(s.Address, fileScheme+"/"):
		wrong.At(place, lang.T("「"+s.Address+"」は使えません。file:///var/lib/opendata または s3://バケット/接頭辞 のように指定してください", "“"+s.Address+"” is not the address of a store: specify file:///var/lib/opendata or s3://bucket/prefix"))
	}
}

func (s *Store) checkS3(wrong *fault.Error) {
	o := &s.Options.S3
	if host, ok := endpointOf(o.Endpoint, o.Plain); ok {
		o.Endpoint = host
	} else {
		wrong.At("OPENDATA_S3_ENDPOINT", lang.T("「"+o.Endpoint+"」は使えません。s3.example:9000 または https://s3.example のように指定してください。http で接続するには OPENDATA_S3_PLAIN=true も必要です",
			"“"+o.Endpoint+"” cannot be used: specify s3.example:9000 or https://s3.example; for http, set OPENDATA_S3_PLAIN=true as well"))
	}
	if o.AccessKey == "" {
		wrong.At("OPENDATA_S3_ACCESS_KEY", lang.T("アクセスキーを環境変数で指定してください", "set the access key in the environment"))
	}
	if o.SecretKey == "" {
		wrong.At("OPENDATA_S3_SECRET_KEY", lang.T("シークレットキーを環境変数で指定してください", "set the secret key in the environment"))
	}
}

// endpointOf returns host or host:port. A scheme is accepted if it is the one
// that will be used.
func endpointOf(text string, plain bool) (string, bool) {
	scheme := "https"
	if plain {
		scheme = "http"
	}
	if !strings.Contains(text, "://") {
		text = scheme + "://" + text
	}
	origin, ok := originOf(text)
	host, same := strings.CutPrefix(origin, scheme+"://")
	return host, ok && same
}
