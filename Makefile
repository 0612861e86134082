# Dateline. `make run` and `make test` are all that a newcomer needs.

GO      ?= go
SHARED  ?=
BIN     := $(CURDIR)/.cache/bin
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)

GOFUMPT_VERSION  := v0.12.0
GOLANGCI_VERSION := v2.15.0

export CGO_ENABLED ?= 0

.PHONY: run build test test-go measure bench lint fmt assets clean

# Build Dateline and start it with a demonstration newsroom.
run: build
	./dateline demo $(ARGS)

build:
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o dateline ./cmd/dateline

# Install what the tests need and run everything: unit tests, the command
# line, both databases, the browser.
test:
	sh scripts/test-deps.sh
	sh scripts/with-postgres.sh $(MAKE) --no-print-directory test-go

# Tests that kill the program and start it again, dozens of times. They take
# minutes more under the race detector, which sees nothing across processes.
KILLS := ^(TestKilledAgainAndAgain|TestKilledAtEveryStretch|TestLiveDemoKilled|TestTwoProgramsShareTheWork)$$

# The tests on SQLite with the race detector, then what touches the store on
# PostgreSQL, one package after the other: the server's transactions are in one
# order for all databases on it. Expects DATELINE_TEST_POSTGRES.
test-go:
	CGO_ENABLED=1 DATELINE_TEST_POSTGRES= $(GO) test -race -timeout 10m -skip '$(KILLS)' ./...
	DATELINE_TEST_POSTGRES= $(GO) test -count=1 -timeout 10m -run '$(KILLS)' ./cmd/dateline
	$(GO) test -p 1 -count=1 -timeout 10m ./internal/store/... ./internal/fetch/... ./internal/account/... ./internal/comment/... ./internal/desk/... ./cmd/...

# What needs the shared data: make measure SHARED=DIR
measure: build
	sh scripts/measure.sh "$(SHARED)"

# The short figures; with SHARED=DIR the long forms too, which take an hour.
bench: build
	$(GO) run ./scripts/bench
	cd bench && $(GO) run .
	if [ -n "$(SHARED)" ]; then sh scripts/with-postgres.sh sh scripts/bench-rows.sh "$(SHARED)"; fi

lint: $(BIN)/gofumpt-$(GOFUMPT_VERSION) $(BIN)/golangci-lint-$(GOLANGCI_VERSION)
	@bad=$$($(BIN)/gofumpt-$(GOFUMPT_VERSION) -l bench cmd internal scripts tools); if [ -n "$$bad" ]; then echo "gofumpt differs:"; echo "$$bad"; exit 1; fi
	$(GO) vet ./...
	cd bench && $(GO) vet ./...
	$(BIN)/golangci-lint-$(GOLANGCI_VERSION) run ./...

fmt: $(BIN)/gofumpt-$(GOFUMPT_VERSION)
	$(BIN)/gofumpt-$(GOFUMPT_VERSION) -w bench cmd internal scripts tools

$(BIN)/gofumpt-$(GOFUMPT_VERSION):
	GOBIN=$(BIN) $(GO) install mvdan.cc/gofumpt@$(GOFUMPT_VERSION)
	mv $(BIN)/gofumpt $@

$(BIN)/golangci-lint-$(GOLANGCI_VERSION):
	GOBIN=$(BIN) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	mv $(BIN)/golangci-lint $@

# Bundle the browser's scripts, styles and fonts anew. Needs npm; what it
# makes is committed, so nothing else does.
assets:
	cd tools/assets && npm ci && $(GO) run .

clean:
	rm -rf dateline .cache
