package api

import (
	"net/http"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
)

// healthz says that the process runs.
//
//	@Summary		生存確認
//	@Description	プロセスが動作していること。 / The process is running.
//	@Tags			service
//	@Produce		application/problem+json
//	@Failure		400	{object}	problems.Problem
//	@Produce		json
//	@Success		200	{object}	Health
//	@Router			/healthz [get]
func (s *Server) healthz(r *request) (delivery.Response, error) {
	return r.state(Health{Status: "ok"})
}

// readyz says that a release is loaded.
//
//	@Summary		準備完了の確認
//	@Description	公表データの読み込みが完了し、リクエストに応答できること。 / A release is loaded and requests can be served.
//	@Tags			service
//	@Produce		application/problem+json
//	@Failure		400	{object}	problems.Problem
//	@Produce		json
//	@Success		200	{object}	Health
//	@Router			/readyz [get]
func (s *Server) readyz(r *request) (delivery.Response, error) {
	e, ok := s.cache.History().At(r.now)
	if !ok {
		return nil, fault.New(fault.Unavailable, lang.T("公開されている公表がまだありません", "no release is in effect yet"))
	}
	h := Health{Status: "ready", Release: e.Number}
	if trouble := s.cache.Trouble(); trouble != nil {
		// The last good release is still served; taking every replica out of
		// service would help nobody.
		// What exactly is wrong may name what is not public yet: that is for
		// the log, where follow writes it.
		h.Status, h.Reason = "degraded", "保管場所を読み込めないか、内容の検証に失敗しました。詳細はログを確認してください / the store cannot be read or does not verify; see the log"
	}
	return r.state(h)
}

// state answers with the state of this process, which no cache may keep.
func (r *request) state(h Health) (delivery.Response, error) {
	if err := r.none(); err != nil {
		return nil, err
	}
	body, err := format.Marshal(h)
	return &delivery.Immediate{Head: delivery.Head{ContentType: mediaJSON, Cache: delivery.NoStore}, Status: http.StatusOK, Data: body}, err
}
