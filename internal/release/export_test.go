package release

// ParseEntry reads a log entry and writes it again.
func ParseEntry(data []byte) (Entry, []byte, error) {
	e, err := parseEntry(data)
	if err != nil {
		return e, nil, err
	}
	again, err := e.encode()
	return e, again, err
}

// ParseManifest reads a manifest and writes it again.
func ParseManifest(data []byte) (Manifest, []byte, error) {
	m, err := parseManifest(data)
	if err != nil {
		return m, nil, err
	}
	again, err := m.encode()
	return m, again, err
}

// Soon is the delay of a release that is to be current as soon as may be.
const Soon = soon
