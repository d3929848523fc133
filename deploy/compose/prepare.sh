#!/usr/bin/env bash
# Makes what everything.yml needs and nobody should choose by hand: .env with a password, and in secrets/ the keys and certificates.
# What is there already is kept. The containers run as user 1000, who must own their secrets: be that user, or root.
set -euo pipefail
cd "$(dirname "$0")"
umask 077
[ "$(id -u)" = 1000 ] || [ "$(id -u)" = 0 ] || { echo 'The secrets must belong to user 1000: run this with sudo.' >&2; exit 1; }
mkdir -p secrets

[ -e .env ] || sed "s/^PARLEY_POSTGRES_PASSWORD=.*/PARLEY_POSTGRES_PASSWORD=$(openssl rand -hex 24)/" .env.example >.env
password=$(sed -n 's/^PARLEY_POSTGRES_PASSWORD=//p' .env)
[ -e secrets/database-url ] || echo "postgres://parley_admin:$password@postgres:5432/parley" >secrets/database-url
[ -e secrets/root.key ] || openssl rand -hex 32 >secrets/root.key
[ -e secrets/platform.key ] || (cd ../.. && npm run -s platform:key) >secrets/platform.key
../certificates.sh secrets/certificates >/dev/null
[ "$(id -u)" != 0 ] || chown -R 1000:1000 secrets
echo 'Keep a copy of deploy/compose/secrets/root.key elsewhere: without it nothing that is stored can be read.'
