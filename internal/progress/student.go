package progress

// studentT is the 97.5 % point of Student's t with so many degrees of freedom, two
// or more: from the table, or by the expansion of Cornish and Fisher, which is
// right to six decimals behind it.
func studentT(freedom int) float64 {
	table := [...]float64{
		4.3026527, 3.1824463, 2.7764451, 2.5705818, 2.4469119, 2.3646243, 2.3060041, 2.2621572,
		2.2281389, 2.2009852, 2.1788128, 2.1603687, 2.1447867, 2.1314495, 2.1199053, 2.1098156,
		2.100922, 2.0930241, 2.0859634, 2.0796138, 2.0738731, 2.0686576, 2.0638986, 2.0595386,
		2.0555294, 2.0518305, 2.0484071, 2.0452296, 2.0422725,
	}
	if freedom-2 < len(table) {
		return table[freedom-2]
	}
	const normal, a, b, c, d = 1.959963985, 2.37227123, 2.822498616, 2.55584968, 1.589534053
	f := 1 / float64(freedom)
	return normal + float64(f*(a+float64(f*(b+float64(f*(c+float64(f*d)))))))
}
