# Every target that a person would type has a "##" that says what it does.
.DEFAULT_GOAL := help
SHELL := /bin/sh

LINT := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
# The race detector needs a C compiler; without one the tests run without it.
RACE := $(shell command -v $${CC:-gcc} >/dev/null 2>&1 && echo -race)

.PHONY: help
help: ## Show this help
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: bin/orderflow ## Run orderflow on this machine (needs Go alone)
	@bin/orderflow serve $(ARGS)

.PHONY: demo
demo: bin/orderflow ## Drive one order and tell what happened; OUTCOME=rejected, expired, cancelled, failed
	@bin/orderflow demo --outcome $(or $(OUTCOME),completed) $(ARGS)

.PHONY: bin/orderflow
bin/orderflow:
	@test -x $@ || echo "Building orderflow. The first time takes about two minutes; each line is a package that is done."
	@go build $$(test -x $@ || echo -v) -o $@ ./cmd/orderflow

# CDK's runtime works on Node 20, and its tests do not work under the race detector.
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION := 20

.PHONY: test
test: infra/node_modules ## Run every test (needs Node for dynalite and CDK, and Chromium)
	go test $(RACE) $$(go list ./... | grep -v '/infra$$')
	go test ./infra

.PHONY: pictures
pictures: ## Take the pictures of the pages that the documents show (needs Chromium)
	go test ./internal/pages ./internal/console -run '^TestPictures$$' -count 1 -documents $(CURDIR)/docs/screenshots

.PHONY: check
check: test lint drift ## What CI runs: the tests, the linters, and that nothing generated is out of date

.PHONY: lint
lint: ## Run the linters and check the formatting
	@echo "golangci-lint run (the first time it is built, which takes about two minutes)"
	@go run $(LINT) run ./...
	@go run $(LINT) fmt --diff ./...

.PHONY: drift
drift:
	@go mod tidy -diff
	@go mod verify >/dev/null

.PHONY: bench
bench: infra/node_modules ## Measure: cold starts, orders a second, latencies, heap per waiting order, the parts (seven minutes); WAITING=1000000
	@echo "On $$(getconf _NPROCESSORS_ONLN) cores. First the functions' cold starts, then 8,000 orders from placed to completed, 100,000 that wait, and the parts."
	@go run ./internal/artifacts/build $$(go env GOARCH)
	@go test ./internal/onemachine -run '^$$' -bench ColdStart -benchtime 9x
	@go test ./internal/onemachine -run '^$$' -bench CompletedOrders -benchtime 8000x
	@go test ./internal/onemachine -run '^$$' -bench WaitingHeap -benchtime 1x -timeout 30m
	@go test ./internal/localaws/stepfunctions -run '^$$' -bench Executions -benchtime 8000x
	@go test ./internal/localaws/stepfunctions -run '^$$' -bench 'Waiting|Restart' -benchtime 1x -waiting $(or $(WAITING),100000) -timeout 30m
	@go test ./internal/localaws/stepfunctions -run '^$$' -bench Log -benchtime 200000x
	@go test ./internal/console -run '^$$' -bench Console -benchtime 100x
	@go test ./internal/asl ./internal/jsonata ./internal/sqlitedb ./internal/localaws/eventbridge/pattern -run '^$$' -bench .

.PHONY: build
build: bin/orderflow ## Build the command, and the functions as they are deployed (into dist)
	@go run ./internal/artifacts/build

# What a deployment is told. Only synth and destroy do without the addresses.
STAGE ?= dev
CDK := cd infra && npx cdk
WITH = -c stage=$(STAGE) -c sender=$(SENDER) -c alarms=$(ALARMS)

.PHONY: synth
synth destroy: SENDER ?= orders@example.com
synth destroy: ALARMS ?= ops@example.com
synth: infra/node_modules ## Write the templates to infra/cdk.out (no account needed); STAGE=dev or prod
	$(CDK) synth --quiet $(WITH)

.PHONY: diff
diff: infra/node_modules ## Show what a deployment would change; STAGE=, SENDER=, ALARMS= as for deploy
	$(CDK) diff --all $(WITH)

.PHONY: deploy
deploy: infra/node_modules ## Deploy to AWS; STAGE=dev or prod, SENDER=address that writes, ALARMS=address that is told
	$(CDK) deploy --all $(WITH) $(ARGS)

.PHONY: destroy
destroy: infra/node_modules ## Delete a deployment from AWS; STAGE=dev or prod (prod keeps its data)
	$(CDK) destroy --all $(WITH) $(ARGS)

.PHONY: clean
clean: ## Remove what was built and installed (not data/)
	rm -rf bin dist infra/node_modules infra/cdk.out

infra/node_modules: infra/package-lock.json
	npm ci --prefix infra --no-audit --no-fund
	@touch $@
