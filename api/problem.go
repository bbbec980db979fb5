package api

import (
	"errors"
	"net/http"
	"strings"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// Problem is the body of every error (RFC 9457), in Japanese and English.
//
//	@Description	エラーの本文（RFC 9457）。日本語と英語。 / Body of every error (RFC 9457), in Japanese and English.
type Problem struct {
	Type      string         `json:"type"`
	Title     string         `json:"title"`
	TitleEn   string         `json:"title_en"`
	Status    int            `json:"status"`
	Detail    string         `json:"detail"`
	DetailEn  string         `json:"detail_en"`
	Instance  string         `json:"instance"`
	RequestID string         `json:"request_id"`
	Errors    []ProblemError `json:"errors,omitempty"`
	Fixes     []ProblemFix   `json:"fixes,omitempty"`
}

// ProblemError is one thing that was wrong, and in which parameter.
//
//	@Description	誤りの一つと、そのパラメータ。 / One thing that was wrong, and in which parameter.
type ProblemError struct {
	Parameter string `json:"parameter,omitempty"`
	Detail    string `json:"detail"`
	DetailEn  string `json:"detail_en"`
}

// ProblemFix is one thing to do instead.
//
//	@Description	直し方の一つ。 / One thing to do instead.
type ProblemFix struct {
	Detail   string `json:"detail"`
	DetailEn string `json:"detail_en"`
}

// kind is how a sort of failure appears over HTTP.
type kind struct {
	slug   string // of the type URI, {base}/docs#problem-{slug}
	status int
	title  lang.Text
	cache  string
}

// How long problems may be kept. What is wrong with a request for good is worth
// a minute; what is missing or wrong now may be right after the next release, so
// a cache must ask again; failures of the service are never kept.
const (
	cacheMinute = "public, max-age=60"
	cacheAsk    = "no-cache"
	cacheNever  = "no-store"
)

var (
	errMethod       = errors.New("method not allowed")
	errRange        = errors.New("range not satisfiable")
	errPrecondition = errors.New("precondition failed")
)

// problemKinds lists every sort of failure, for the documentation.
func problemKinds() []kind {
	kinds := []kind{methodKind(), rangeKind(), preconditionKind()}
	for _, k := range []fault.Kind{fault.Invalid, fault.NotFound, fault.Gone, fault.NotAcceptable, fault.TooLarge, fault.Unavailable, fault.Internal} {
		kinds = append(kinds, kindOf(k))
	}
	return kinds
}

func methodKind() kind {
	return kind{"method-not-allowed", http.StatusMethodNotAllowed, lang.T("このアドレスではその操作はできません", "Method not allowed"), cacheMinute}
}

func rangeKind() kind {
	return kind{"range-not-satisfiable", http.StatusRequestedRangeNotSatisfiable, lang.T("求められた範囲はファイルの外です", "Range not satisfiable"), cacheNever}
}

func preconditionKind() kind {
	return kind{"precondition-failed", http.StatusPreconditionFailed, lang.T("前提の条件に合いません", "Precondition failed"), cacheNever}
}

// kindOf is the only place that maps kinds of faults to HTTP.
func kindOf(k fault.Kind) kind {
	switch k {
	case fault.Invalid:
		return kind{"invalid-parameter", http.StatusBadRequest, lang.T("パラメータの誤り", "Invalid parameter"), cacheAsk}
	case fault.NotFound:
		return kind{"not-found", http.StatusNotFound, lang.T("見つかりません", "Not found"), cacheAsk}
	case fault.Gone:
		return kind{"gone", http.StatusGone, lang.T("取り下げられました", "Gone"), cacheAsk}
	case fault.NotAcceptable:
		return kind{"not-acceptable", http.StatusNotAcceptable, lang.T("その形式では提供していません", "Not acceptable"), cacheMinute}
	case fault.TooLarge:
		return kind{"too-large", http.StatusRequestEntityTooLarge, lang.T("大きすぎます", "Too large"), cacheAsk}
	case fault.Unavailable:
		return kind{"unavailable", http.StatusServiceUnavailable, lang.T("一時的に利用できません", "Temporarily unavailable"), cacheNever}
	case fault.Internal:
	}
	return kind{"internal", http.StatusInternalServerError, lang.T("サーバー内部の障害", "Internal error"), cacheNever}
}

// problemOf makes the public form of an error. Only what a fault.Error says
// reaches the client; any other error stays opaque.
func (s *Server) problemOf(err error, instance, requestID string) (Problem, kind) {
	e, k := publicFault(err)
	p := Problem{
		Type:  s.cfg.BaseURL + "/docs#problem-" + k.slug,
		Title: k.title.Ja, TitleEn: k.title.En, Status: k.status,
		Detail: e.Message.Ja, DetailEn: e.Message.En,
		Instance: instance, RequestID: requestID,
	}
	for _, f := range e.Fields {
		p.Errors = append(p.Errors, ProblemError{Parameter: f.Place, Detail: f.Message.Ja, DetailEn: f.Message.En})
	}
	for _, f := range e.Fixes {
		p.Fixes = append(p.Fixes, ProblemFix{Detail: f.Ja, DetailEn: f.En})
	}
	return p, k
}

func publicFault(err error) (*fault.Error, kind) {
	switch {
	case errors.Is(err, errMethod):
		return fault.New(fault.Invalid, lang.T("このサービスは読み取り専用です", "this service only reads"),
			lang.T("GET、HEAD、OPTIONS のいずれかを使ってください", "use GET, HEAD or OPTIONS")), methodKind()
	case errors.Is(err, errPrecondition):
		return fault.New(fault.Invalid, lang.T("If-Match または If-Unmodified-Since の条件に合いません。内容が変わっています", "the condition of If-Match or If-Unmodified-Since does not hold: the content has changed"),
			lang.T("条件を外して取り直してください", "leave the condition out and fetch it again")), preconditionKind()
	case errors.Is(err, errRange):
		return fault.New(fault.Invalid, lang.T("Range の範囲がファイルの外です", "the Range lies outside the file"),
			lang.T("Range を取り除くか、Content-Range の大きさ以内にしてください", "leave Range out, or stay within the size that Content-Range gives")), rangeKind()
	}
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind == fault.Internal {
		return fault.New(fault.Internal, lang.T("処理中に障害が起きました。記録しました", "something failed on our side; it has been logged"),
			lang.T("しばらくしてもう一度試し、続くときは request_id を添えてお知らせください", "try again later; if it goes on, tell us the request_id")), kindOf(fault.Internal)
	}
	return e, kindOf(e.Kind)
}

// notFound says that something named does not exist, and what is like it.
func notFound(message lang.Text, name string, existing []string) error {
	if near := lang.Nearest(name, existing, 3); len(near) > 0 {
		return notFoundNear(message, name, near)
	}
	some := strings.Join(existing[:min(5, len(existing))], ", ")
	return missing(message, name, lang.T("存在するもの（一部）: "+some, "among those that exist: "+some))
}

// notFoundNear is notFound where the caller knows what is near.
func notFoundNear(message lang.Text, name string, near []string) error {
	list := strings.Join(near, ", ")
	return missing(message, name, lang.T("近いもの: "+list, "nearest: "+list))
}

func missing(message lang.Text, name string, fix lang.Text) error {
	name = lang.Shorten(name)
	return fault.New(fault.NotFound, lang.T(message.Ja+": "+name, message.En+": "+name), fix)
}
