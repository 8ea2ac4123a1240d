# make run    serve the test on the embedded content
# make test   install what is missing, then run every check with -race
# The other targets are described beside them.

SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := test
DIST := dist

.PHONY: run test tools lint unit image binary oracle bench bench-score bench-pdf fuzz golden clean

run:
	go run ./cmd/attune serve

test: tools lint unit image

# Programs that some tests drive. Debian's packages; nothing is installed that
# is there already.
PROGRAMS := gcc:gcc chromium:chromium pdftotext:poppler-utils qpdf:qpdf mutool:mupdf-tools buildah:buildah
tools:
	missing=()
	for pair in $(PROGRAMS); do
	  command -v "$${pair%%:*}" >/dev/null || missing+=("$${pair##*:}")
	done
	[ -e /usr/share/fonts/truetype/noto ] || missing+=(fonts-noto-core)
	if [ "$${#missing[@]}" -gt 0 ]; then
	  echo "installing $${missing[*]}"
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo
	  $$sudo apt-get update -qq
	  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$${missing[@]}" >/dev/null
	fi

lint:
	unformatted=$$(gofmt -l $$(git ls-files '*.go'))
	if [ -n "$$unformatted" ]; then echo "gofmt: $$unformatted"; exit 1; fi
	go vet ./...
	go tool staticcheck ./...
	go run ./cmd/attune check

# Every test, none skipped: a program that is missing fails its tests.
unit:
	ATTUNE_TEST_ALL=1 go test -race -timeout 15m ./...

# The binary as the image holds it.
binary:
	mkdir -p $(DIST)/out/data
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o $(DIST)/out/attune ./cmd/attune
	ls -l $(DIST)/out/attune

# The final stage of the Dockerfile, from the binary built here: no image is
# pulled and no engine is needed.
image: binary
	out=$$(mktemp -d)
	mkdir -p "$$out/out"
	cp -a $(DIST)/out/. "$$out/out/"
	buildah --storage-driver vfs --root "$$out/store" --runroot "$$out/run" bud --format docker --isolation chroot --quiet \
	  --build-context build="$$out" --tag attune:local .
	rm -rf "$$out"

# Scores and reliability against R on real responses, in the packages and through
# the command line: make oracle DATA=folder
# with responses.csv and reference.csv.
oracle:
	test -n "$(DATA)" || { echo "make oracle DATA=folder"; exit 2; }
	ATTUNE_ECR="$$(cd "$(DATA)" && pwd)" go test -tags oracle -count=1 -run ECR -v ./scoring ./internal/dataset ./cmd/attune

bench:
	go test -run '^$$' -bench . -benchmem ./scoring ./internal/... ./api/...

# Scoring as whole processes, and its peers, in one run; see docs/benchmarks.md:
# make bench-score DATA=folder with responses.csv PEERS=folder of node programs
bench-score:
	test -n "$(DATA)" -a -n "$(PEERS)" || { echo "make bench-score DATA=folder PEERS=folder"; exit 2; }
	go run ./internal/bench/score -data "$(DATA)" -peers "$(PEERS)"

# A full playbook and the peers' ten plain pages, alternately in one run, each on
# one processor; see docs/benchmarks.md: make bench-pdf PEERS=folder of node programs
bench-pdf:
	test -n "$(PEERS)" || { echo "make bench-pdf PEERS=folder"; exit 2; }
	scratch=$$(mktemp -d)
	trap 'rm -rf "$$scratch"' EXIT
	cp -r "$(PEERS)/." "$$scratch"
	(cd "$$scratch" && npm ci --ignore-scripts --silent >/dev/null)
	go test -c -o "$$scratch/pdf.test" ./internal/pdf
	for round in 1 2 3; do
	  (cd internal/pdf && "$$scratch/pdf.test" -test.run '^$$' -test.cpu 1 -test.bench 'Playbook|Repeat|New' -test.benchmem)
	  for peer in pdfkit pdfmake react-pdf; do (cd "$$scratch" && taskset -c 0 node bench_pdf.js 30 $$peer); done
	done

# Every fuzz target for a short while: make fuzz FOR=30s
FOR ?= 10s
fuzz:
	for pkg in $$(go list ./...); do
	  for target in $$(go test -list '^Fuzz' "$$pkg" | grep '^Fuzz' || true); do
	    go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FOR) "$$pkg"
	  done
	done

# Rewrites goldens; read the diff before committing it.
golden:
	for pkg in $$(grep -rl --include='*_test.go' '"update"' . | xargs -n1 dirname | sort -u); do
	  go test "$$pkg" -update
	done

clean:
	rm -rf $(DIST)
