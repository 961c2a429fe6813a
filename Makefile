# Table of contents: what can be run here. `make` alone prints it.
.DEFAULT_GOAL := help
.PHONY: help demo test check bench release fmt lint

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Build, load the sample company into ./data/demo if absent, serve it and print the address
	cargo build --locked
	target/debug/tenure demo --data data/demo

# The build names bins and tests together so that the features of every crate are the same as in the test run: nothing is built twice.
test: ## Every test: Rust on SQLite and PostgreSQL, then the browser, then generated requests to the API
	sh .ci/prepare
	cargo build --workspace --bins --tests --locked
	sh .ci/with-postgres cargo test --workspace --locked
	TENURE_BIN=target/debug/tenure sh e2e/run
	TENURE_BIN=target/debug/tenure sh .ci/fuzz-api

check: ## The long run: many more random histories, 1,000 kills, 10,000 power cuts, 100,000 keys, optimised (about two hours)
	TENURE_HISTORIES=20000 TENURE_HISTORIES_STORE=1000 TENURE_KILLS=1000 TENURE_MIGRATION_KILLS=300 TENURE_CUTS=10000 sh .ci/with-postgres cargo test --release -p tenure-core -p tenure-store -p tenure-app -p tenure-sim -p tenure-powercut --locked
	TENURE_KILLS=1000 TENURE_KEYS=100000 TENURE_EDITS=10000 TENURE_BACKUPS=100 cargo test --release -p tenure --test kills --locked

bench: ## Speed of the large book (measures only; fails nothing)
	sh .ci/with-postgres cargo bench -p tenure-sim --bench book --locked
	cargo bench -p tenure --bench scale --locked
	cargo bench -p tenure-core --bench policy --locked

release: ## The optimised binary, target/release/tenure
	cargo build --release --locked

fmt: ## Format the tree
	cargo fmt --all

lint: ## Format check and clippy, warnings are errors
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
