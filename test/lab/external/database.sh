# PostgreSQL as a service provider runs it: TLS only, password authentication, and an account that may create other
# accounts but is not a superuser. If $CLIENT_CERTIFICATES is yes, clients also need a certificate of the CA in
# $DIR/clients.crt. If $GATEWAY (an address) is set, PostgreSQL is reachable only through the gateway.
conf=/etc/postgresql/15/main
[ -e $conf ] || pg_createcluster 15 main >/dev/null
mkdir -p $conf/conf.d
grep -q ^include_dir $conf/postgresql.conf || echo "include_dir = 'conf.d'" >>$conf/postgresql.conf
if [ "$CLIENT_CERTIFICATES" = yes ]; then verify=clientcert=verify-ca; else verify=; fi
if [ -n "$GATEWAY" ]; then addresses=127.0.0.1 access=host; else addresses='*' access=hostssl; fi
cat >$conf/conf.d/lab.conf <<END
listen_addresses = '$addresses'
password_encryption = scram-sha-256
shared_buffers = 32MB
ssl = on
ssl_cert_file = '$DIR/server.crt'
ssl_key_file = '$DIR/server.key'
ssl_ca_file = '$DIR/clients.crt'
END
printf 'local all postgres peer\n%s all all all scram-sha-256 %s\n' $access "$verify" >$conf/pg_hba.conf
systemctl enable --quiet postgresql@15-main
systemctl restart postgresql@15-main
if [ -n "$GATEWAY" ]; then
  systemd-run --quiet --collect --unit gateway /usr/bin/node "$DIR/gateway.mjs" "$DIR" "$GATEWAY"
fi
