package progress

// studentT is the 97.5 % point of Student's t with so many degrees of freedom, two
// or more: from the table, or by the expansion of Cornish and Fisher, which is
// right to seven decimals after it.
func studentT(freedom int) float64 {
	table := [...]float64{
		4.30265272975, 3.18244630528, 2.7764451052, 2.57058183564, 2.44691185114, 2.36462425159,
		2.3060041352, 2.2621571628, 2.22813885199, 2.20098516009, 2.17881282967, 2.16036865646,
		2.14478668792, 2.13144954556, 2.11990529922, 2.10981557783, 2.10092204024, 2.09302405441,
		2.08596344727, 2.07961384473, 2.0738730679, 2.06865761042, 2.06389856163, 2.05953855275,
		2.05552943864, 2.05183051648, 2.0484071418, 2.04522964213, 2.0422724563,
	}
	if freedom-2 < len(table) {
		return table[freedom-2]
	}
	const normal, a, b, c, d = 1.959963985, 2.37227123, 2.822498616, 2.55584968, 1.589534053
	f := 1 / float64(freedom)
	return normal + float64(f*(a+float64(f*(b+float64(f*(c+float64(f*d)))))))
}
