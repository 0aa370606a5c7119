# Creates a CA and a certificate for this host ($NAME, $ADDRESS) in $DIR, unless they exist.
set -eu
mkdir -p "$DIR"
if [ ! -e "$DIR/server.crt" ]; then
  cd "$DIR"
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=CA of the owner of $NAME" \
    -addext keyUsage=critical,keyCertSign,cRLSign -keyout ca.key -out ca.crt 2>/dev/null
  openssl req -newkey rsa:2048 -nodes -subj "/CN=$NAME" -keyout server.key -out server.csr 2>/dev/null
  printf 'subjectAltName=DNS:%s,IP:%s\n' "$NAME" "$ADDRESS" >extensions
  openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -extfile extensions \
    -out server.crt 2>/dev/null
  rm server.csr extensions
  chmod 0644 ca.crt server.crt
fi
chown -R "$OWNER" "$DIR"
