# Short names for what people do most; every line is also a plain command.
.DEFAULT_GOAL := help
.PHONY: help run demo check e2e bench crash

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

run: ## start an empty Plaudit on ./data, at :8080
	go run ./server serve

demo: ## start a contest in full swing, in a temporary folder
	go run ./server demo

check: ## run every check; sets up what is missing where it may
	./check

e2e: ## only the browser tests
	./check e2e

bench: ## only the benchmarks, at full length
	CHECK_BENCH=long ./check bench

crash: ## kill the server 50 times while people vote and upload
	go run ./bench/crash -n 50
