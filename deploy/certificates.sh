#!/usr/bin/env bash
# Makes a small authority and a certificate for each service, by which the services know each other (mutual TLS).
#
#   deploy/certificates.sh <folder> [release] [namespace]
#
# Writes <folder>/ca.crt, ca.key and <folder>/<service>/tls.crt, tls.key, ca.crt. A certificate has three kinds of names: the
# service's own, by which callers are known (chat); its host in Compose, which is the same; its hosts in Kubernetes (parley-chat,
# parley-chat.<namespace>.svc). What is there already is kept: delete a service's folder to have its certificate made anew.
# Certificates hold for 397 days, the authority for ten years: keep ca.key away from the machines that run the services.
set -euo pipefail
[ $# -ge 1 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2; }
folder=$1 release=${2:-parley} namespace=${3:-parley}
umask 077
mkdir -p "$folder"

new_key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out "$1"; }

if [ ! -e "$folder/ca.key" ]; then
  new_key "$folder/ca.key"
  openssl req -x509 -new -key "$folder/ca.key" -out "$folder/ca.crt" -days 3650 -subj "/CN=$release services" \
    -addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign,cRLSign
fi
for service in gateway chat state-engine model-orchestrator adaptors security; do
  mine=$folder/$service host=$release-$service
  [ ! -e "$mine/tls.crt" ] || continue
  mkdir -p "$mine"
  new_key "$mine/tls.key"
  openssl req -new -key "$mine/tls.key" -subj "/CN=$service" |
    openssl x509 -req -CA "$folder/ca.crt" -CAkey "$folder/ca.key" -days 397 -out "$mine/tls.crt" -extfile <(
      echo "subjectAltName=DNS:$service,DNS:$host,DNS:$host.$namespace,DNS:$host.$namespace.svc,DNS:localhost,IP:127.0.0.1"
      echo 'basicConstraints=critical,CA:FALSE'
      echo 'keyUsage=critical,digitalSignature'
      echo 'extendedKeyUsage=serverAuth,clientAuth'
    ) 2>/dev/null
  cp "$folder/ca.crt" "$mine/ca.crt"
done
echo "$folder: the authority's certificate is ca.crt; each service has tls.crt, tls.key and ca.crt in a folder of its own."
