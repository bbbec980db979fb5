package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// subject is one thing that is measured, and what came out of each round.
type subject struct {
	name    string
	process *process
	path    string
	headers []string
	script  string // for wrk, instead of path
	keys    string // a file that script reads

	rate, cpu, p50, p99 []float64 // requests a second; µs a request; ms
}

// compare measures everything in turn, round after round, so that what else the
// machine does falls on all alike, and shows medians.
func compare(ctx context.Context, s settings, connections int, runs []*subject) error {
	for range s.rounds {
		for _, r := range runs {
			if err := r.measure(ctx, s, connections); err != nil {
				return fmt.Errorf("%s: %w", r.name, err)
			}
		}
	}
	fmt.Printf("%-20s %10s %10s %8s %8s %6s %8s\n", "", "requests/s", "µs of CPU", "p50 ms", "p99 ms", "p99/50", "ratio")
	for _, r := range runs {
		ratios := make([]float64, 0, len(r.rate))
		for i, rate := range r.rate {
			ratios = append(ratios, runs[0].rate[i]/rate)
		}
		fmt.Printf("%-20s %10.0f %10.1f %8.2f %8.2f %6.1f %8.2f\n", r.name, median(r.rate), median(r.cpu), median(r.p50), median(r.p99), median(r.p99)/median(r.p50), median(ratios))
	}
	return nil
}

var (
	total = regexp.MustCompile(`(\d+) requests in`)
	rated = regexp.MustCompile(`Requests/sec:\s+([\d.]+)`)
	half  = regexp.MustCompile(`50%\s+([\d.]+\w+)`)
	most  = regexp.MustCompile(`99%\s+([\d.]+\w+)`)
	wrong = regexp.MustCompile(`Non-2xx or 3xx responses: \d+|Socket errors:.*`)
)

func (r *subject) measure(ctx context.Context, s settings, connections int) error {
	args := []string{"wrk", "-t", "1", "-c", strconv.Itoa(connections), "-d", strconv.Itoa(s.seconds) + "s", "--latency"}
	for _, h := range r.headers {
		args = append(args, "-H", h)
	}
	if r.script != "" {
		args = append(args, "-s", r.script)
	}
	args = append(args, "http://"+r.process.address+r.path)
	if s.pin {
		args = append([]string{"taskset", "--cpu-list", "1"}, args...)
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env = append(os.Environ(), "KEYS="+r.keys)
	before, err := r.process.processor()
	if err != nil {
		return err
	}
	out, err := cmd.Output()
	if err != nil {
		return err
	}
	after, err := r.process.processor()
	if err != nil {
		return err
	}
	if faults := wrong.Find(out); faults != nil {
		return errors.New(string(faults))
	}
	n, err := number(total, out)
	r.cpu = append(r.cpu, float64((after-before).Microseconds())/n)
	for _, m := range []struct {
		of *regexp.Regexp
		to *[]float64
	}{{rated, &r.rate}, {half, &r.p50}, {most, &r.p99}} {
		v, wrong := number(m.of, out)
		*m.to, err = append(*m.to, v), errors.Join(err, wrong)
	}
	return err
}

// number reads a figure of wrk; a time in milliseconds.
func number(of *regexp.Regexp, out []byte) (float64, error) {
	found := of.FindSubmatch(out)
	if found == nil {
		return 0, fmt.Errorf("wrk does not say %s", of)
	}
	text := string(found[1])
	if d, err := time.ParseDuration(text); err == nil && d > 0 {
		return d.Seconds() * 1e3, nil
	}
	return strconv.ParseFloat(text, 64)
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// others are servers to compare with.
type others []*process

func (o others) end() {
	for _, p := range o {
		p.end()
	}
}

// bareServer starts bare net/http over a file.
func bareServer(ctx context.Context, s settings, path string) (*process, error) {
	address, err := free(ctx)
	if err != nil {
		return nil, err
	}
	p, err := begin(ctx, address, path, os.Args[0], "bare", address, filepath.Join(s.dir, "html", path))
	if err != nil {
		return nil, err
	}
	p.name = "bare net/http"
	return p, nil
}

// peers starts bare net/http, and nginx where it is installed, over the same file.
func peers(ctx context.Context, s settings, path string) (others, error) {
	p, err := bareServer(ctx, s, path)
	if err != nil {
		return nil, err
	}
	list := others{p}
	nginx, _ := exec.LookPath("nginx") // empty where there is none
	if nginx == "" {
		fmt.Println("\nnginx is not installed (apt-get install nginx-light): left out")
		return list, nil
	}
	address, err := free(ctx)
	if err != nil {
		return list, err
	}
	conf := filepath.Join(s.dir, "nginx.conf")
	if err := write(conf, fmt.Appendf(nil, nginxConf, s.dir, address, filepath.Join(s.dir, "html"))); err != nil {
		return list, err
	}
	if p, err = begin(ctx, address, path, nginx, "-p", s.dir, "-e", filepath.Join(s.dir, "nginx.log"), "-c", conf); err != nil {
		return list, err
	}
	return append(list, p), nil
}

const nginxConf = `
worker_processes auto; daemon off; pid %[1]s/nginx.pid;
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; open_file_cache max=100; keepalive_requests 1000000000;
  client_body_temp_path %[1]s/t; proxy_temp_path %[1]s/t; fastcgi_temp_path %[1]s/t; uwsgi_temp_path %[1]s/t; scgi_temp_path %[1]s/t;
  types { text/csv csv; }
  server { listen %[2]s; root %[3]s; }
}
`
