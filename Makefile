# make run    serve the test on the embedded content
# make test   install what is missing, then run every check with -race
# The other targets are described beside them.

SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := test
DIST := dist
# What ships is built by the compiler that go.mod names, whatever is installed.
TOOLCHAIN := $(shell sed -n 's/^toolchain //p' go.mod)

.PHONY: run test tools lint unit image image-start binary release release-twice deploy proxy vuln sec cost oracle bench bench-score bench-pdf contract fuzz golden clean \
  load load-bare kill9 fsync diskfull readonly stop pgfaults replicas webhooks finishes clock upgrade backup-under-load soak soak-minute million

run:
	go run ./cmd/attune serve

test: tools lint sec unit image

# Programs that some tests drive. Debian's packages; nothing is installed that
# is there already.
PROGRAMS := gcc:gcc chromium:chromium pdftotext:poppler-utils qpdf:qpdf mutool:mupdf-tools buildah:buildah strace:strace \
  curl:curl openssl:openssl node:nodejs npm:npm nginx:nginx-light systemd-analyze:systemd promtool:prometheus python3:python3 \
  firefox-esr:firefox-esr WebKitWebDriver:webkit2gtk-driver Xvfb:xvfb
# What judges the pages' accessibility: one file, kept outside git.
AXE := 4.14.1
tools:
	missing=()
	for pair in $(PROGRAMS); do
	  command -v "$${pair%%:*}" >/dev/null || missing+=("$${pair##*:}")
	done
	[ -e /usr/share/fonts/truetype/noto ] || missing+=(fonts-noto-core)
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
	if [ "$${#missing[@]}" -gt 0 ]; then
	  echo "installing $${missing[*]}"
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo
	  $$sudo apt-get update -qq
	  # The package of promtool would start a server on the operator's port.
	  case " $${missing[*]} " in *" prometheus "*) $$sudo systemctl mask prometheus 2>/dev/null || true;; esac
	  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$${missing[@]}" >/dev/null
	fi
	[ -e $(DIST)/tools/node_modules/axe-core/axe.min.js ] ||
	  npm install --silent --no-save --no-package-lock --ignore-scripts --prefix $(DIST)/tools axe-core@$(AXE)

lint:
	unformatted=$$(gofmt -l $$(git ls-files '*.go'))
	if [ -n "$$unformatted" ]; then echo "gofmt: $$unformatted"; exit 1; fi
	go vet ./...
	go tool staticcheck ./...
	go run ./cmd/attune check

# Every test, none skipped: a program that is missing fails its tests.
unit:
	ATTUNE_TEST_ALL=1 go test -race -timeout 15m -skip '^(TestLoadBare|TestWriteSamples)$$' ./...

# The binary as the image holds it.
binary:
	mkdir -p $(DIST)/out/data
	GOTOOLCHAIN=$(TOOLCHAIN) CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o $(DIST)/out/attune ./cmd/attune
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

# The image built and started as nobody, without an engine. Its own health check
# has to agree.
image-start:
	ATTUNE_TEST_ALL=1 go test -count=1 -v -run Image ./internal/ship

# A release: make release VERSION=v1.2.3, with archives, bills of materials and
# checksums in dist/v1.2.3.
release:
	test -n "$(VERSION)" || { echo "make release VERSION=v1.2.3"; exit 2; }
	go run ./internal/release/attune-release -version "$(VERSION)" -out "$(DIST)/$(VERSION)"

# Every platform from two folders, each with a compiler cache of its own.
release-twice:
	go test -count=1 -v -timeout 1h ./internal/release -args -full

# What deploy/ holds: manifests against the schemas of their readers, units
# against systemd, and a journey through nginx in front of two replicas.
deploy:
	ATTUNE_TEST_ALL=1 go test -count=1 -v ./internal/ship
proxy:
	ATTUNE_TEST_ALL=1 go test -count=1 -v -run Nginx ./internal/ship

# Known weaknesses in what the program calls. Go's database of them is a module
# too: its newest version comes as any dependency does, and its own command makes
# the index. Where it is out of reach this fails: nobody asked is not nothing found.
VULNDB := golang.org/x/vulndb
vuln:
	mkdir -p $(DIST)
	go -C internal/tools build -o $(CURDIR)/$(DIST)/ golang.org/x/vuln/cmd/govulncheck ./vet
	known=$$(mktemp -d)
	trap 'rm -rf "$$known"' EXIT
	version=$$(go list -m -f '{{.Version}}' $(VULNDB)@latest) || { echo "vuln: the check was not done"; exit 1; }
	entries=$$(go mod download -json $(VULNDB)@$$version | sed -n 's/^\t"Dir": "\(.*\)",$$/\1/p')
	go run $(VULNDB)/cmd/indexdb@$$version -vulns "$$entries/data/osv" -out "$$known"
	echo "known weaknesses: $$(ls "$$entries/data/osv" | wc -l) entries of $$version"
	GOTOOLCHAIN=$(TOOLCHAIN) $(DIST)/govulncheck -db "file://$$known" -format json ./... | $(DIST)/vet weaknesses

# gosec but for rules that find nothing here but what is meant: conversions that
# the bounds of an instrument hold (G115), files that the operator names (G304),
# errors of closing what was only read (G104).
sec:
	mkdir -p $(DIST)
	go -C internal/tools build -o $(CURDIR)/$(DIST)/gosec github.com/securego/gosec/v2/cmd/gosec
	$(DIST)/gosec -quiet -exclude=G104,G115,G304 -exclude-dir=internal/bench -exclude-dir=internal/harness \
	  -exclude-dir=internal/store/pgtest -exclude-dir=internal/store/storetest -exclude-dir=internal/tools -exclude-dir=internal/release -exclude-dir=internal/strangers ./...

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

# The contract: nothing released breaks, each example of the reference runs, and
# the TypeScript client is generated, type-checked and takes the test.
contract:
	ATTUNE_TEST_ALL=1 go test -count=1 -v ./internal/contract ./api/reference

# Every fuzz target for a short while: make fuzz FOR=30s. A finding is kept as a
# seed, so that it fails the second try too; a fuzzer that a busy machine stopped
# late does not.
FOR ?= 10s
fuzz:
	for pkg in $$(go list ./...); do
	  for target in $$(go test -list '^Fuzz' "$$pkg" | grep '^Fuzz' || true); do
	    again() { go test -run "^$$target\$$" -fuzz "^$$target\$$" -fuzztime $(FOR) "$$pkg"; }
	    again || again
	  done
	done

# The harness: the whole program under load and under faults. FOR lengthens a
# stretch of load or the soak. Each prints its figures; docs/benchmarks.md has
# some. "go test ./..." runs a little of each.
HARNESS = go test -count=1 -v -timeout 3h ./internal/harness -run
STRETCH = $(if $(filter command line environment,$(origin FOR)),-for=$(FOR))

# Single saves and whole journeys at rising rates, with plots in dist/.
load:
	$(HARNESS) '^TestLoad$$' -args -full -out=$(CURDIR)/$(DIST) $(STRETCH)

# Saves beside a server that does nothing else: make load-bare BARE=folder
load-bare:
	test -n "$(BARE)" || { echo "make load-bare BARE=folder"; exit 2; }
	$(HARNESS) '^TestLoadBare$$' -args -full -bare="$$(cd "$(BARE)" && pwd)" $(STRETCH)

kill9:
	$(HARNESS) '^TestKill9$$' -args -kills=50

fsync:
	$(HARNESS) '^TestFsync$$' -args -full

diskfull:
	$(HARNESS) '^TestDiskFull$$' -args -full

readonly:
	$(HARNESS) '^(TestReadOnly|TestImmutable)$$' -args -full

.PHONY: strangers
# Programs of others look at the running product: browsers, accessibility
# checkers, a host page, a fuzzer of the API; reports and screenshots in
# dist/strangers: make strangers CHECKS=folder [ONLY=pattern]
strangers:
	test -n "$(CHECKS)" || { echo "make strangers CHECKS=folder"; exit 2; }
	go run ./internal/strangers -checks "$(CHECKS)" -out $(DIST)/strangers -only "$(ONLY)"

.PHONY: slow
# Two hundred slow clients at a server that takes fewer connections.
slow:
	$(HARNESS) '^TestSlowClients$$' -args -full $(STRETCH)

.PHONY: flood
# One partner's visitors in a flood beside another's.
flood:
	$(HARNESS) '^TestPartnerFlood$$' -args -full $(STRETCH)

stop:
	$(HARNESS) '^TestStop$$' -args -full

# PostgreSQL restarted, crashed, away, its backends terminated, its link slow,
# sliced and cut.
pgfaults:
	$(HARNESS) '^TestPostgres' -args -full

# Two replicas, one killed every ten seconds.
replicas:
	$(HARNESS) '^TestReplicas$$' -args -full $(STRETCH)

# The server killed between finishes and their webhooks; the link to the
# receiver slow, sliced, cut and dead.
webhooks:
	$(HARNESS) '^TestWebhook' -args -full -kills=50

finishes:
	$(HARNESS) '^TestFinishes$$'

clock:
	$(HARNESS) '^TestClock$$' -args -full
	go test -count=1 -v -run 'Leap' ./internal/jobs

upgrade:
	go test -count=1 -v -run 'TestUpgrade|TestNewerSchema|TestReplicasStart' ./internal/store/...

backup-under-load:
	$(HARNESS) '^TestBackupUnderLoad$$' -args -full
	go test -count=1 -v -run 'Backup|Restore' ./internal/app

# A minute; make soak FOR=30m for longer. CI runs soak-minute, which holds
# errors and memory but not latency against their targets.
soak:
	$(HARNESS) '^TestSoak$$' -args -full $(STRETCH)
soak-minute:
	$(HARNESS) '^TestSoak$$' -args -for=1m

# A million finished attempts beside an empty database.
million:
	$(HARNESS) '^TestMillion$$' -args -full -attempts=1000000 $(STRETCH)

# What a whole journey costs: CPU, bytes on the wire and stored, syncs.
cost:
	$(HARNESS) '^TestCost$$' -args -journeys=200

# Rewrites goldens; read the diff before committing it.
golden:
	for pkg in $$(grep -rl --include='*_test.go' '"update"' . | xargs -n1 dirname | sort -u); do
	  go test "$$pkg" -update
	done

clean:
	rm -rf $(DIST)
