package api

// healthz says that the process runs.
//
//	@Summary		生存確認
//	@Description	プロセスが動いていること。 / The process runs.
//	@Tags			service
//	@Produce		application/problem+json
//	@Failure		400	{object}	Problem
//	@Produce		json
//	@Success		200	{object}	Health
//	@Router			/healthz [get]
func (s *Server) healthz(r *request) (*answer, error) {
	return r.state(Health{Status: "ok"})
}

// readyz says that a release is loaded.
//
//	@Summary		準備完了の確認
//	@Description	公表データを読み込み終え、要求に答えられること。 / A release is loaded and requests can be answered.
//	@Tags			service
//	@Produce		application/problem+json
//	@Failure		400	{object}	Problem
//	@Produce		json
//	@Success		200	{object}	Health
//	@Router			/readyz [get]
func (s *Server) readyz(r *request) (*answer, error) {
	return r.state(Health{Status: "ready", Release: s.release.Number})
}

// state answers with the state of this process, which no cache may keep.
func (r *request) state(h Health) (*answer, error) {
	if err := r.none(); err != nil {
		return nil, err
	}
	return &answer{media: mediaJSON, immediate: true, cache: noStore, body: func() (*payload, error) {
		body, err := marshal(h)
		return newPayload(body), err
	}}, nil
}
