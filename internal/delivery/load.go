package delivery

// load is what is held for readers, of each kind.
type load [4]int

// The kinds.
const (
	streams    = iota // how many are open
	memory            // bytes that streams hold in addition to a chunk
	bodies            // bytes of bodies that nothing else keeps
	longBodies        // those of long ones
)

// allHeld is what may be held.
func allHeld() load {
	return load{streams: maxStreams, memory: StreamMemory, bodies: maxBodies, longBodies: maxLongBodies}
}

// shareOfAddress is what may be held for the readers of one address; one of them
// may have everything.
func shareOfAddress() load {
	share := allHeld()
	for kind := range share {
		share[kind] -= share[kind] / leftToOthers
	}
	return share
}

func (l load) plus(o load) load {
	for kind := range l {
		l[kind] += o[kind]
	}
	return l
}

func (l load) minus(o load) load {
	for kind := range l {
		l[kind] -= o[kind]
	}
	return l
}

// lacks is what is missing for so much more within a limit. Who is the first may
// have everything.
func (l load) lacks(want, limit load) load {
	var lacking load
	for kind := range l {
		if l[kind] > 0 && want[kind] > 0 {
			lacking[kind] = max(0, l[kind]+want[kind]-limit[kind])
		}
	}
	return lacking
}

// lessened is what is still missing when so much is given back.
func (l load) lessened(by load) load {
	for kind := range l {
		l[kind] = max(0, l[kind]-by[kind])
	}
	return l
}
