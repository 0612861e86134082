package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tick is the unit in which the kernel tells the time that a process used.
const tick = 10 * time.Millisecond

// used returns the time that a process has used, with that of its children
// that ended.
func used(stat string) (name string, d time.Duration) {
	text, err := os.ReadFile(stat)
	if err != nil {
		return "", 0 // it ended meanwhile
	}
	head, rest, _ := strings.Cut(string(text), ") ")
	_, name, _ = strings.Cut(head, "(")
	fields := strings.Fields(rest)
	if len(fields) < 15 {
		return name, 0
	}
	for _, f := range fields[11:15] { // utime, stime, cutime, cstime
		n, _ := strconv.ParseInt(f, 10, 64)
		d += time.Duration(n) * tick
	}
	return name, d
}

// usedBy returns the time that one process has used.
func usedBy(pid int) time.Duration {
	_, d := used(fmt.Sprintf("/proc/%d/stat", pid))
	return d
}

// usedByServer returns the time that the PostgreSQL server has used.
func usedByServer() (sum time.Duration) {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, s := range stats {
		if name, d := used(s); name == "postgres" {
			sum += d
		}
	}
	return sum
}

// memory returns the resident memory of a process and its peak, in bytes.
func memory(pid int) (now, peak int64) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(line, ":")
		fields := strings.Fields(value)
		if len(fields) == 0 {
			continue
		}
		n, _ := strconv.ParseInt(fields[0], 10, 64)
		switch name {
		case "VmRSS":
			now = n << 10
		case "VmHWM":
			peak = n << 10
		}
	}
	return now, peak
}
