# RabbitMQ as a service provider runs it: AMQP and the management interface over TLS only. Reads the password from stdin.
password=$(cat)
cat >/etc/rabbitmq/rabbitmq.conf <<END
listeners.tcp = none
listeners.ssl.default = 5671
management.ssl.port = 15671
END
for section in ssl_options management.ssl; do
  printf '%s.cacertfile = %s/ca.crt\n%s.certfile = %s/server.crt\n%s.keyfile = %s/server.key\n' \
    $section "$DIR" $section "$DIR" $section "$DIR" >>/etc/rabbitmq/rabbitmq.conf
done
echo '[rabbitmq_management].' >/etc/rabbitmq/enabled_plugins
systemctl enable --quiet rabbitmq-server
systemctl restart rabbitmq-server
rabbitmqctl --quiet list_users --no-table-headers | grep -q "^$ACCOUNT" ||
  rabbitmqctl --quiet add_user "$ACCOUNT" unset
rabbitmqctl --quiet set_user_tags "$ACCOUNT" administrator
rabbitmqctl --quiet set_permissions "$ACCOUNT" '.*' '.*' '.*'
rabbitmqctl --quiet delete_user guest 2>/dev/null || true
printf '%s\n' "$password" | rabbitmqctl --quiet change_password "$ACCOUNT"
