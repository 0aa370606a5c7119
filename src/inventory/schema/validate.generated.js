// Made from src/inventory/schema/strict.schema.json by build/schemas.ts. Do not edit.
"use strict";
export const validate = validate10;
export default validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","title":"Quorate inventory","description":"One cluster: its hosts, how to connect to them, and where certificates and secrets are. Relative paths are relative to this file.","type":"object","additionalProperties":false,"required":["name","tls","secrets"],"if":{"required":["native"]},"else":{"required":["cloudify","databases","brokers","managers"],"properties":{"cloudify":{"description":"the product: release, package, license and administrator"},"databases":{"description":"PostgreSQL with Patroni and etcd, or an external PostgreSQL server"},"brokers":{"description":"RabbitMQ: the first host forms the cluster, the others join it; or external brokers"},"managers":{"description":"Cloudify managers: the first creates the database, the others join"}}},"properties":{"name":{"description":"the name of the cluster, also used for locks and run directories","$ref":"#/definitions/name"},"include":{"description":"a file with defaults that several inventories share; the keys of this file override them","$ref":"#/definitions/path"},"cloudify":{"description":"the product: release, package, license and administrator","type":"object","additionalProperties":false,"required":["version"],"properties":{"version":{"description":"the release to install, such as '7.0.4' or 5.0.5-dev","type":"string","pattern":"^(0|[1-9]\\d{0,3})\\.(0|[1-9]\\d{0,3})(\\.(0|[1-9]\\d{0,3}))?(-dev)?$","patternErrorMessage":"write a release such as 7.0.4 or 5.0.5-dev"},"package":{"description":"the installer package (.rpm or .deb) on this machine; default: the hosts already have it","$ref":"#/definitions/path"},"license":{"description":"the license file on this machine, which the first manager uploads; false: the operator uploads one later","type":["string","boolean"],"not":{"const":true},"pattern":"\\S","patternErrorMessage":"write a path"},"admin_user":{"description":"the administrator that the first manager creates","default":"admin","$ref":"#/definitions/user"}}},"native":{"description":"in place of cloudify: PostgreSQL with Patroni and etcd, RabbitMQ and HAProxy from the distribution's packages","type":"object","additionalProperties":false,"required":["postgresql"],"properties":{"postgresql":{"description":"the databases","type":"object","additionalProperties":false,"required":["version"],"properties":{"version":{"description":"PostgreSQL's major version, such as 15","type":"integer","minimum":13,"maximum":18},"machine_memory":{"description":"memory of the smallest machine with a database, such as 16GB, from which shared_buffers is computed; default: PostgreSQL's own shared_buffers","$ref":"#/definitions/memory"},"parameters":{"description":"parameters of PostgreSQL, such as work_mem: 32MB","type":"object","additionalProperties":{"type":["string","number","boolean"]}},"users":{"description":"accounts besides postgres and replicator; the password is the secret postgresql_user_NAME","type":"array","items":{"type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{"description":"name of the account","type":"string","pattern":"^[a-z_][a-z0-9_]{0,62}$","patternErrorMessage":"use lower-case letters, digits and underscores"},"attributes":{"description":"attributes, such as [createdb]","type":"array","items":{"enum":["createdb","replication"]}},"roles":{"description":"roles that the account is a member of, such as [pg_monitor]","type":"array","items":{"type":"string","pattern":"^[a-z_][a-z0-9_]{0,62}$","patternErrorMessage":"use lower-case letters, digits and underscores"}}}}},"databases":{"description":"databases besides postgres","type":"array","items":{"type":"object","additionalProperties":false,"required":["name","owner"],"properties":{"name":{"description":"name of the database","type":"string","pattern":"^[a-z_][a-z0-9_]{0,62}$","patternErrorMessage":"use lower-case letters, digits and underscores"},"owner":{"description":"an account of users","type":"string"}}}}}},"rabbitmq":{"description":"the brokers","type":"object","additionalProperties":false,"properties":{"machine_memory":{"description":"memory of the smallest machine with a broker, such as 8GB, from which its limit is computed; default: RabbitMQ's own limit","$ref":"#/definitions/memory"},"vhosts":{"description":"virtual hosts to create, whose queues are quorum queues by default","type":"array","items":{"type":"string","pattern":"^[A-Za-z0-9_.-]{1,64}$","patternErrorMessage":"use letters, digits, dots, dashes and underscores"}},"users":{"description":"users besides brokers.user; the password is the secret rabbitmq_user_NAME","type":"array","items":{"type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{"description":"name of the user","type":"string","pattern":"^[a-z_][a-z0-9_]{0,62}$","patternErrorMessage":"use lower-case letters, digits and underscores"},"tags":{"description":"tags, such as [monitoring]","type":"array","items":{"enum":["management","monitoring","policymaker","administrator"]}},"permissions":{"description":"permissions in virtual hosts","type":"array","items":{"type":"object","additionalProperties":false,"required":["vhost"],"properties":{"vhost":{"description":"a virtual host of vhosts","type":"string"},"configure":{"description":"pattern of the names that the user may declare and delete; default: none","type":"string"},"write":{"description":"pattern of the names that the user may write to; default: all","type":"string"},"read":{"description":"pattern of the names that the user may read from; default: all","type":"string"}}}}}}},"policies":{"description":"policies of queues and exchanges","type":"array","items":{"type":"object","additionalProperties":false,"required":["name","vhost","pattern","definition"],"properties":{"name":{"description":"name of the policy","type":"string","pattern":"."},"vhost":{"description":"a virtual host of vhosts","type":"string"},"pattern":{"description":"pattern of the names to which it applies","type":"string"},"apply_to":{"description":"what it applies to; default: queues","enum":["queues","exchanges","all"]},"priority":{"description":"the policy with the highest priority applies; default: 0","type":"integer"},"definition":{"description":"the settings, such as { message-ttl: 60000 }","type":"object"}}}}}},"mounts":{"description":"directories of data that must be mounts on the hosts of their services; default: none","type":"array","items":{"enum":["/var/lib/etcd","/var/lib/postgresql","/var/lib/rabbitmq"]}},"packages":{"description":"the source of the packages, by one of its two keys; default: the hosts' own repositories","type":"object","additionalProperties":false,"properties":{"repository":{"description":"an extra repository of apt, from which the hosts install only named packages","type":"object","additionalProperties":false,"required":["url","suite","key"],"properties":{"url":{"description":"its URL, such as https://apt.example.com/debian","type":"string","pattern":"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~+-]+)*/?$","patternErrorMessage":"write a URL such as https://apt.example.com/debian, without a password"},"suite":{"description":"its suite, such as bookworm","type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9._-]+)*$","patternErrorMessage":"write a suite such as bookworm"},"components":{"description":"its components; default: [main]","type":"array","minItems":1,"items":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._/-]*$","patternErrorMessage":"write a component such as main"}},"key":{"description":"the file with its public key, in ASCII armor, on this machine","$ref":"#/definitions/path"},"origin":{"description":"the Origin of its Release file, which is needed if the hosts' own repositories are on the same server; default: none","type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9 ._+-]*$","patternErrorMessage":"write the Origin as the Release file has it"},"packages":{"description":"names and patterns of further packages to install from it, such as [libpq5, 'erlang-*']","type":"array","items":{"type":"string","pattern":"^[a-z0-9][a-z0-9+.*-]+$","patternErrorMessage":"write the name of a Debian package, or a pattern such as erlang-*"}}}},"directory":{"description":"a directory of .deb files on this machine, which are uploaded; for hosts without a network","$ref":"#/definitions/path"}}},"application":{"description":"the operator's own application, which the managers run","type":"object","additionalProperties":false,"required":["unit","port","health"],"properties":{"unit":{"description":"the unit of systemd, which the operator's package or installation provides","type":"string","pattern":"^(?!quorate-|haproxy(\\.|$))[A-Za-z0-9:_@-][A-Za-z0-9:_.@-]{0,200}$","patternErrorMessage":"write the name of the application's unit, such as shop or shop.service"},"package":{"description":"the package that provides the unit, from the source of the packages; default: the operator installs the application","type":"string","pattern":"^[a-z0-9][a-z0-9+.-]+$","patternErrorMessage":"write the name of a Debian package"},"environment_file":{"description":"the file on the managers to which Quorate writes the addresses and passwords of the cluster; default: none","type":"string","pattern":"^(/(?!\\.\\.?(/|$))[A-Za-z0-9_.@-]+)+$","patternErrorMessage":"write an absolute path"},"port":{"description":"the port on which the application listens","type":"integer","minimum":1,"maximum":65535},"health":{"description":"the request that shows whether the application is healthy; HTTP without TLS","type":"object","additionalProperties":false,"required":["path"],"properties":{"path":{"description":"the path of the request, such as /health","type":"string","pattern":"^/[A-Za-z0-9_.~/?=&%-]*$","patternErrorMessage":"write a path such as /health"},"expect":{"description":"the HTTP status of a healthy application","type":"integer","minimum":100,"maximum":599,"default":200}}}}}}},"ssh":{"description":"how to connect to every host; a role or a host can override it","$ref":"#/definitions/ssh"},"tls":{"description":"the location of the certificates","type":"object","additionalProperties":false,"required":["directory"],"properties":{"directory":{"description":"a directory with ca.crt and, for each host, <name>.crt and <name>.key","$ref":"#/definitions/path"}}},"secrets":{"description":"the source of the passwords: a file, environment variables or a command for all, or a source for each","type":"object","additionalProperties":false,"properties":{"file":{"description":"a file of \"name: value\" lines, encrypted with age; plain text (mode 0600) prints a warning","$ref":"#/definitions/path"},"env":{"description":"environment variables: true for QUORATE_POSTGRES_PASSWORD and so on, or a prefix to use instead of QUORATE_","type":["boolean","string"],"not":{"const":false},"pattern":"^[A-Za-z_][A-Za-z0-9_]*$","patternErrorMessage":"write a prefix of letters, digits and underscores"},"command":{"description":"a program that prints \"name: value\" lines, such as [sops, -d, secrets.yaml]; runs without a shell","$ref":"#/definitions/command"},"identity":{"description":"the age identity that decrypts the files; default: quorate prompts for a passphrase","$ref":"#/definitions/path"},"recipients":{"description":"age recipients (age1…) to encrypt for besides the identity","type":"array","items":{"type":"string","pattern":"^age1[0-9a-z]+$","patternErrorMessage":"write a recipient as age-keygen -y prints it, starting with age1"}},"postgres_password":{"description":"password of the PostgreSQL superuser","$ref":"#/definitions/value"},"replicator_password":{"description":"password of the PostgreSQL account for replication","$ref":"#/definitions/value"},"patroni_rest_password":{"description":"password of Patroni's REST API","$ref":"#/definitions/value"},"etcd_root_password":{"description":"password of the root user of etcd","$ref":"#/definitions/value"},"etcd_patroni_password":{"description":"password of Patroni's user in etcd","$ref":"#/definitions/value"},"etcd_token":{"description":"token that distinguishes this etcd cluster from others","$ref":"#/definitions/value"},"cloudify_db_password":{"description":"password of the managers' account in PostgreSQL","$ref":"#/definitions/value"},"rabbitmq_password":{"description":"password of the managers' user in RabbitMQ","$ref":"#/definitions/value"},"erlang_cookie":{"description":"cookie that the nodes of the RabbitMQ cluster share","$ref":"#/definitions/value"},"manager_admin_password":{"description":"password of the administrator","$ref":"#/definitions/value"},"monitoring_password":{"description":"password of the monitoring service","$ref":"#/definitions/value"},"db_monitoring_password":{"description":"password of the account that monitors PostgreSQL","$ref":"#/definitions/value"},"receipt_key":{"description":"key for the digests in the receipts that quorate stores on hosts","$ref":"#/definitions/value"}},"patternProperties":{"^(postgresql|rabbitmq)_user_[a-z_][a-z0-9_]*$":{"description":"password of an account of native","$ref":"#/definitions/value"}}},"name_resolution":{"description":"dns: host names must have forward and reverse records; hosts-file: quorate writes a block into /etc/hosts of all brokers and managers (not recommended in production)","enum":["dns","hosts-file"],"default":"dns"},"monitoring":{"description":"install the product's monitoring service on databases, brokers and managers; cfy cluster status requires it","type":"boolean","default":true},"ssl_client_verification":{"description":"PostgreSQL requires a certificate from its clients; each manager then needs <name>-db-client and <name>-db-superuser","type":"boolean","default":false},"topology":{"description":"exceptions to the recommended number of hosts","type":"object","additionalProperties":false,"properties":{"below_minimum":{"description":"accept: allow fewer than 3 databases, 3 brokers and 2 managers, with a warning","enum":["accept"]}}},"databases":{"description":"PostgreSQL with Patroni and etcd, or an external PostgreSQL server","type":"object","additionalProperties":false,"properties":{"hosts":{"description":"three or more, an odd number","$ref":"#/definitions/hosts"},"external":{"description":"an external PostgreSQL server in place of hosts: { address: … }","type":"object","additionalProperties":false,"required":["address"],"properties":{"address":{"description":"the server's IP address or name, which the managers connect to and its certificate contains","$ref":"#/definitions/address"},"port":{"description":"the port; the product's installer supports only 5432","type":"integer","minimum":1,"maximum":65535,"default":5432},"ca":{"description":"the CA that signed the server's certificate; default: ca.crt in tls.directory","$ref":"#/definitions/path"},"user":{"description":"the account with which the first manager creates its own account and databases; Azure: postgres@server","default":"postgres","$ref":"#/definitions/databaseUser"},"database":{"description":"the database that this user logs in to","default":"postgres","type":"string","pattern":"^[A-Za-z0-9_.-]{1,63}$","patternErrorMessage":"write at most 63 letters, digits, dots, hyphens and underscores"},"cloudify_user":{"description":"the managers' account, which the first manager creates; Azure: cloudify@server","default":"cloudify","$ref":"#/definitions/databaseUser"},"cloudify_database":{"description":"the managers' database, which the first manager creates","default":"cloudify_db","type":"string","pattern":"^[a-z_][a-z0-9_]{0,62}$","patternErrorMessage":"write at most 63 lower-case letters, digits and underscores, because the product does not quote it in SQL"}}},"ssh":{"description":"ssh settings of this role","$ref":"#/definitions/ssh"},"config":{"description":"overlay for this role's hosts","$ref":"#/definitions/config"}}},"brokers":{"description":"RabbitMQ: the first host forms the cluster, the others join it; or external brokers","type":"object","additionalProperties":false,"properties":{"hosts":{"description":"three or more","$ref":"#/definitions/hosts"},"external":{"description":"external brokers in place of hosts: { hosts: [{ address: … }] }","type":"object","additionalProperties":false,"required":["hosts"],"properties":{"hosts":{"description":"the nodes, or the single address of the service","type":"array","minItems":1,"items":{"$ref":"#/definitions/externalBroker"}},"ca":{"description":"the CA that signed the brokers' certificates; default: ca.crt in tls.directory","$ref":"#/definitions/path"}}},"ssh":{"description":"ssh settings of this role","$ref":"#/definitions/ssh"},"config":{"description":"overlay for this role's hosts","$ref":"#/definitions/config"},"use_long_name":{"description":"use full host names (with dots) as node names","type":"boolean","default":false},"user":{"description":"the RabbitMQ user of the managers","default":"cloudify","$ref":"#/definitions/user"}}},"managers":{"description":"the managers: the first Cloudify manager creates the database, the others join; with native, the hosts of the application","type":"object","additionalProperties":false,"required":["hosts"],"properties":{"hosts":{"description":"two to ten","$ref":"#/definitions/hosts"},"ssh":{"description":"ssh settings of this role","$ref":"#/definitions/ssh"},"config":{"description":"overlay for this role's hosts","$ref":"#/definitions/config"}}},"load_balancers":{"description":"HAProxy in front of the managers, or an external load balancer; optional","type":"object","additionalProperties":false,"properties":{"hosts":{"description":"one or more","$ref":"#/definitions/hosts"},"external":{"description":"an external load balancer in place of hosts: { address: … }","type":"object","additionalProperties":false,"required":["address"],"properties":{"address":{"description":"its IP address or name, used for the network load_balancer of managers and brokers","$ref":"#/definitions/address"}}},"virtual_ip":{"description":"an address that keepalived moves between the load balancers, and that HAProxy binds in place of their own addresses","type":"object","additionalProperties":false,"required":["address","interface"],"properties":{"address":{"description":"an unused IPv4 address in the network of the load balancers","$ref":"#/definitions/address"},"prefix_length":{"description":"the prefix length of that network","type":"integer","minimum":8,"maximum":30,"default":24},"interface":{"description":"the network interface of every load balancer in that network, such as eth0","type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$","patternErrorMessage":"write the name of an interface, as ip address prints it"}}},"ssh":{"description":"ssh settings of this role","$ref":"#/definitions/ssh"}}}},"definitions":{"name":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$","patternErrorMessage":"write at most 63 letters, digits, dots, hyphens and underscores, starting with a letter or digit"},"path":{"description":"a path, relative to the inventory; ~ is your home directory","type":"string","pattern":"\\S","patternErrorMessage":"write a path","allOf":[{"pattern":"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)","patternErrorMessage":"write a path of this machine; drive C: of Windows is /mnt/c in WSL"}]},"user":{"type":"string","pattern":"^[A-Za-z_][A-Za-z0-9._-]*$","patternErrorMessage":"write letters, digits, dots, hyphens and underscores"},"account":{"type":"string","pattern":"^[A-Za-z0-9_](?:[A-Za-z0-9_.@\\\\+$~%/ -]*[A-Za-z0-9_.@\\\\+$~%/-])?$","patternErrorMessage":"write letters, digits, spaces between them, and . _ - @ \\ / + $ ~ %"},"databaseUser":{"type":"string","pattern":"^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$","patternErrorMessage":"write lower-case letters, digits and underscores, because the product does not quote it in SQL; Azure: name@server"},"externalBroker":{"type":"object","additionalProperties":false,"required":["address"],"properties":{"name":{"description":"its name in the managers' list; default: its address","$ref":"#/definitions/name"},"address":{"description":"its IP address or name, which managers and agents connect to and its certificate contains","$ref":"#/definitions/address"},"networks":{"description":"its addresses in further networks, by the network names of the managers","type":"object","additionalProperties":{"$ref":"#/definitions/address"}}}},"address":{"type":"string","pattern":"\\S","patternErrorMessage":"write an address"},"variable":{"type":"string","pattern":"^[A-Za-z_][A-Za-z0-9_]*$","patternErrorMessage":"write letters, digits and underscores"},"command":{"description":"a program and its arguments as a list, such as [pass, show, prod/postgres]","type":"array","minItems":1,"items":{"type":"string","pattern":"^[^\\u0000]+$","patternErrorMessage":"write a program or an argument"}},"value":{"description":"one of { env: NAME }, { file: path } and { command: [program, argument] }","type":"object","additionalProperties":false,"minProperties":1,"maxProperties":1,"properties":{"env":{"description":"the name of an environment variable","$ref":"#/definitions/variable"},"file":{"description":"a file that contains only the value, mode 0600","$ref":"#/definitions/path"},"command":{"description":"a program that prints the value; runs without a shell","$ref":"#/definitions/command"}}},"password":{"description":"text, or one of { env: NAME }, { file: path } and { command: [program, argument] }","type":["string","number","object"],"additionalProperties":false,"minProperties":1,"maxProperties":1,"pattern":"^.","patternErrorMessage":"write a password","properties":{"env":{"description":"the name of an environment variable","$ref":"#/definitions/variable"},"file":{"description":"a file that contains only the value, mode 0600","$ref":"#/definitions/path"},"command":{"description":"a program that prints the value; runs without a shell","$ref":"#/definitions/command"}}},"memory":{"type":"string","pattern":"^[1-9][0-9]{0,5}(MB|GB)$","patternErrorMessage":"write a size such as 16GB"},"config":{"description":"values merged over the rendered configuration: the role's, then the host's; maps are merged, other values are replaced","type":"object"},"hosts":{"type":"array","minItems":1,"items":{"$ref":"#/definitions/host"}},"host":{"type":"object","additionalProperties":false,"required":["name","address"],"properties":{"name":{"description":"the name of the host in the inventory, in messages and in its certificate files","$ref":"#/definitions/name"},"address":{"description":"the IP address or name that SSH connects to","$ref":"#/definitions/address"},"private_ip":{"description":"the IP address for traffic between the hosts; default: address","$ref":"#/definitions/address"},"public_ip":{"description":"the IP address or name that clients use; default: private_ip","$ref":"#/definitions/address"},"hostname":{"description":"the output of `hostname` on the host (brokers: `hostname -s`); default: name","type":"string","pattern":"^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$","patternErrorMessage":"write letters, digits and hyphens, with dots between the parts"},"networks":{"description":"further networks by name, with this host's address in each (brokers and managers)","type":"object","additionalProperties":{"$ref":"#/definitions/address"}},"ssh":{"description":"ssh settings of this host","$ref":"#/definitions/ssh"},"config":{"description":"overlay for this host","$ref":"#/definitions/config"}}},"ssh":{"type":"object","additionalProperties":false,"properties":{"user":{"description":"the account to log in with; default: User of ssh_config, or the account that runs quorate","$ref":"#/definitions/account"},"port":{"description":"the port of sshd","type":"integer","minimum":1,"maximum":65535,"default":22},"identity":{"description":"a private key on this machine, or its .pub file; default: the SSH agent and the usual keys","$ref":"#/definitions/path"},"agent":{"description":"use keys of the SSH agent; with identity, only that key; default: true","type":"boolean"},"password":{"description":"log in with a password","$ref":"#/definitions/password"},"become":{"description":"become root through sudo; { password: … } if sudo needs one; default: true, or false if the user is root","type":["boolean","object"],"additionalProperties":false,"required":["password"],"properties":{"password":{"description":"the password for sudo","$ref":"#/definitions/password"}}},"known_hosts":{"description":"the known_hosts file on this machine","default":"~/.ssh/known_hosts","$ref":"#/definitions/path"},"host_keys":{"description":"fingerprints of the host's keys, as ssh-keygen -l prints them (SHA256:…); quorate trust records matching keys without asking","type":"array","minItems":1,"items":{"type":"string","pattern":"^SHA256:[A-Za-z0-9+/]{43}$","patternErrorMessage":"write a fingerprint as ssh-keygen -lf prints it, starting with SHA256:"}},"connect_timeout":{"description":"seconds to wait for a connection","type":"integer","minimum":1,"maximum":600,"default":15},"jump":{"description":"bastions on the way to the host: [user@]host[:port], several separated by commas or as a list, the nearest first; none: no bastion","type":["string","array"],"pattern":"\\S","patternErrorMessage":"write [user@]host[:port], or none","minItems":1,"items":{"description":"[user@]host[:port], or { host: [user@]host[:port], identity: path }","type":["string","object"],"pattern":"\\S","patternErrorMessage":"write [user@]host[:port]","additionalProperties":false,"required":["host"],"properties":{"host":{"description":"the bastion: [user@]host[:port]","type":"string","pattern":"\\S","patternErrorMessage":"write [user@]host[:port]"},"identity":{"description":"a private key on this machine for this bastion","$ref":"#/definitions/path"}}}},"client":{"description":"the SSH client: ssh2, which is part of quorate; openssh, the ssh of this machine; auto: openssh if ssh_config needs it","enum":["ssh2","openssh","auto"],"default":"ssh2"}}}}};
const schema12 = {"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$","patternErrorMessage":"write at most 63 letters, digits, dots, hyphens and underscores, starting with a letter or digit"};
const schema13 = {"description":"a path, relative to the inventory; ~ is your home directory","type":"string","pattern":"\\S","patternErrorMessage":"write a path","allOf":[{"pattern":"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)","patternErrorMessage":"write a path of this machine; drive C: of Windows is /mnt/c in WSL"}]};
const schema15 = {"type":"string","pattern":"^[A-Za-z_][A-Za-z0-9._-]*$","patternErrorMessage":"write letters, digits, dots, hyphens and underscores"};
const schema16 = {"type":"string","pattern":"^[1-9][0-9]{0,5}(MB|GB)$","patternErrorMessage":"write a size such as 16GB"};
const schema26 = {"description":"a program and its arguments as a list, such as [pass, show, prod/postgres]","type":"array","minItems":1,"items":{"type":"string","pattern":"^[^\\u0000]+$","patternErrorMessage":"write a program or an argument"}};
const schema40 = {"type":"string","pattern":"\\S","patternErrorMessage":"write an address"};
const schema47 = {"type":"string","pattern":"^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$","patternErrorMessage":"write lower-case letters, digits and underscores, because the product does not quote it in SQL; Azure: name@server"};
const schema44 = {"description":"values merged over the rendered configuration: the role's, then the host's; maps are merged, other values are replaced","type":"object"};
const func2 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$", "u");
const pattern1 = new RegExp("^(?![A-Za-z]:[\\\\/]|\\\\\\\\)", "u");
const pattern2 = new RegExp("\\S", "u");
const pattern3 = new RegExp("^(0|[1-9]\\d{0,3})\\.(0|[1-9]\\d{0,3})(\\.(0|[1-9]\\d{0,3}))?(-dev)?$", "u");
const pattern7 = new RegExp("^[A-Za-z_][A-Za-z0-9._-]*$", "u");
const pattern8 = new RegExp("^[1-9][0-9]{0,5}(MB|GB)$", "u");
const pattern9 = new RegExp("^[a-z_][a-z0-9_]{0,62}$", "u");
const pattern13 = new RegExp("^[A-Za-z0-9_.-]{1,64}$", "u");
const pattern15 = new RegExp(".", "u");
const pattern16 = new RegExp("^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~+-]+)*/?$", "u");
const pattern17 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9._-]+)*$", "u");
const pattern18 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._/-]*$", "u");
const pattern21 = new RegExp("^[A-Za-z0-9][A-Za-z0-9 ._+-]*$", "u");
const pattern22 = new RegExp("^[a-z0-9][a-z0-9+.*-]+$", "u");
const pattern25 = new RegExp("^(?!quorate-|haproxy(\\.|$))[A-Za-z0-9:_@-][A-Za-z0-9:_.@-]{0,200}$", "u");
const pattern26 = new RegExp("^[a-z0-9][a-z0-9+.-]+$", "u");
const pattern27 = new RegExp("^(/(?!\\.\\.?(/|$))[A-Za-z0-9_.@-]+)+$", "u");
const pattern28 = new RegExp("^/[A-Za-z0-9_.~/?=&%-]*$", "u");
const pattern47 = new RegExp("^(postgresql|rabbitmq)_user_[a-z_][a-z0-9_]*$", "u");
const pattern33 = new RegExp("^[A-Za-z_][A-Za-z0-9_]*$", "u");
const pattern36 = new RegExp("^[^\\u0000]+$", "u");
const pattern54 = new RegExp("^age1[0-9a-z]+$", "u");
const pattern69 = new RegExp("^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$", "u");
const pattern70 = new RegExp("^[A-Za-z0-9_.-]{1,63}$", "u");
const pattern81 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$", "u");
const schema20 = {"type":"object","additionalProperties":false,"properties":{"user":{"description":"the account to log in with; default: User of ssh_config, or the account that runs quorate","$ref":"#/definitions/account"},"port":{"description":"the port of sshd","type":"integer","minimum":1,"maximum":65535,"default":22},"identity":{"description":"a private key on this machine, or its .pub file; default: the SSH agent and the usual keys","$ref":"#/definitions/path"},"agent":{"description":"use keys of the SSH agent; with identity, only that key; default: true","type":"boolean"},"password":{"description":"log in with a password","$ref":"#/definitions/password"},"become":{"description":"become root through sudo; { password: … } if sudo needs one; default: true, or false if the user is root","type":["boolean","object"],"additionalProperties":false,"required":["password"],"properties":{"password":{"description":"the password for sudo","$ref":"#/definitions/password"}}},"known_hosts":{"description":"the known_hosts file on this machine","default":"~/.ssh/known_hosts","$ref":"#/definitions/path"},"host_keys":{"description":"fingerprints of the host's keys, as ssh-keygen -l prints them (SHA256:…); quorate trust records matching keys without asking","type":"array","minItems":1,"items":{"type":"string","pattern":"^SHA256:[A-Za-z0-9+/]{43}$","patternErrorMessage":"write a fingerprint as ssh-keygen -lf prints it, starting with SHA256:"}},"connect_timeout":{"description":"seconds to wait for a connection","type":"integer","minimum":1,"maximum":600,"default":15},"jump":{"description":"bastions on the way to the host: [user@]host[:port], several separated by commas or as a list, the nearest first; none: no bastion","type":["string","array"],"pattern":"\\S","patternErrorMessage":"write [user@]host[:port], or none","minItems":1,"items":{"description":"[user@]host[:port], or { host: [user@]host[:port], identity: path }","type":["string","object"],"pattern":"\\S","patternErrorMessage":"write [user@]host[:port]","additionalProperties":false,"required":["host"],"properties":{"host":{"description":"the bastion: [user@]host[:port]","type":"string","pattern":"\\S","patternErrorMessage":"write [user@]host[:port]"},"identity":{"description":"a private key on this machine for this bastion","$ref":"#/definitions/path"}}}},"client":{"description":"the SSH client: ssh2, which is part of quorate; openssh, the ssh of this machine; auto: openssh if ssh_config needs it","enum":["ssh2","openssh","auto"],"default":"ssh2"}}};
const schema21 = {"type":"string","pattern":"^[A-Za-z0-9_](?:[A-Za-z0-9_.@\\\\+$~%/ -]*[A-Za-z0-9_.@\\\\+$~%/-])?$","patternErrorMessage":"write letters, digits, spaces between them, and . _ - @ \\ / + $ ~ %"};
const pattern29 = new RegExp("^[A-Za-z0-9_](?:[A-Za-z0-9_.@\\\\+$~%/ -]*[A-Za-z0-9_.@\\\\+$~%/-])?$", "u");
const pattern39 = new RegExp("^SHA256:[A-Za-z0-9+/]{43}$", "u");
const schema23 = {"description":"text, or one of { env: NAME }, { file: path } and { command: [program, argument] }","type":["string","number","object"],"additionalProperties":false,"minProperties":1,"maxProperties":1,"pattern":"^.","patternErrorMessage":"write a password","properties":{"env":{"description":"the name of an environment variable","$ref":"#/definitions/variable"},"file":{"description":"a file that contains only the value, mode 0600","$ref":"#/definitions/path"},"command":{"description":"a program that prints the value; runs without a shell","$ref":"#/definitions/command"}}};
const schema24 = {"type":"string","pattern":"^[A-Za-z_][A-Za-z0-9_]*$","patternErrorMessage":"write letters, digits and underscores"};
const pattern32 = new RegExp("^.", "u");

function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(((typeof data !== "string") && (!((typeof data == "number") && (isFinite(data))))) && (!(data && typeof data == "object" && !Array.isArray(data)))){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema23.type},message:"must be string,number,object",schema:schema23.type,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(typeof data === "string"){
if(!pattern32.test(data)){
const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^."},message:"must match pattern \""+"^."+"\"",schema:"^.",parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1){
const err2 = {instancePath,schemaPath:"#/maxProperties",keyword:"maxProperties",params:{limit: 1},message:"must NOT have more than 1 properties",schema:1,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(Object.keys(data).length < 1){
const err3 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "env") || (key0 === "file")) || (key0 === "command"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.env !== undefined){
let data0 = data.env;
if(typeof data0 === "string"){
if(!pattern33.test(data0)){
const err5 = {instancePath:instancePath+"/env",schemaPath:"#/definitions/variable/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9_]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9_]*$",parentSchema:schema24,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/env",schemaPath:"#/definitions/variable/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.type,parentSchema:schema24,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.file !== undefined){
let data1 = data.file;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err7 = {instancePath:instancePath+"/file",schemaPath:"#/definitions/path/allOf/0/pattern",keyword:"pattern",params:{pattern: "^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"},message:"must match pattern \""+"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"+"\"",schema:"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)",parentSchema:schema13.allOf[0],data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(typeof data1 === "string"){
if(!pattern2.test(data1)){
const err8 = {instancePath:instancePath+"/file",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/file",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data1};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.command !== undefined){
let data2 = data.command;
if(Array.isArray(data2)){
if(data2.length < 1){
const err10 = {instancePath:instancePath+"/command",schemaPath:"#/definitions/command/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema26,data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 === "string"){
if(!pattern36.test(data3)){
const err11 = {instancePath:instancePath+"/command/" + i0,schemaPath:"#/definitions/command/items/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000]+$"},message:"must match pattern \""+"^[^\\u0000]+$"+"\"",schema:"^[^\\u0000]+$",parentSchema:schema26.items,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/command/" + i0,schemaPath:"#/definitions/command/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema26.items.type,parentSchema:schema26.items,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath:instancePath+"/command",schemaPath:"#/definitions/command/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema26.type,parentSchema:schema26,data:data2};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
validate12.errors = vErrors;
return errors === 0;
}


function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func2.call(schema20.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.user !== undefined){
let data0 = data.user;
if(typeof data0 === "string"){
if(!pattern29.test(data0)){
const err1 = {instancePath:instancePath+"/user",schemaPath:"#/definitions/account/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_](?:[A-Za-z0-9_.@\\\\+$~%/ -]*[A-Za-z0-9_.@\\\\+$~%/-])?$"},message:"must match pattern \""+"^[A-Za-z0-9_](?:[A-Za-z0-9_.@\\\\+$~%/ -]*[A-Za-z0-9_.@\\\\+$~%/-])?$"+"\"",schema:"^[A-Za-z0-9_](?:[A-Za-z0-9_.@\\\\+$~%/ -]*[A-Za-z0-9_.@\\\\+$~%/-])?$",parentSchema:schema21,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/user",schemaPath:"#/definitions/account/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.type,parentSchema:schema21,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.port !== undefined){
let data1 = data.port;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err3 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema20.properties.port.type,parentSchema:schema20.properties.port,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 65535 || isNaN(data1)){
const err4 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema20.properties.port,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data1 < 1 || isNaN(data1)){
const err5 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema20.properties.port,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
if(data.identity !== undefined){
let data2 = data.identity;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err6 = {instancePath:instancePath+"/identity",schemaPath:"#/definitions/path/allOf/0/pattern",keyword:"pattern",params:{pattern: "^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"},message:"must match pattern \""+"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"+"\"",schema:"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)",parentSchema:schema13.allOf[0],data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(typeof data2 === "string"){
if(!pattern2.test(data2)){
const err7 = {instancePath:instancePath+"/identity",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/identity",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.agent !== undefined){
let data3 = data.agent;
if(typeof data3 !== "boolean"){
const err9 = {instancePath:instancePath+"/agent",schemaPath:"#/properties/agent/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema20.properties.agent.type,parentSchema:schema20.properties.agent,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.password !== undefined){
if(!(validate12(data.password, {instancePath:instancePath+"/password",parentData:data,parentDataProperty:"password",rootData}))){
vErrors = vErrors === null ? validate12.errors : vErrors.concat(validate12.errors);
errors = vErrors.length;
}
}
if(data.become !== undefined){
let data5 = data.become;
if((typeof data5 !== "boolean") && (!(data5 && typeof data5 == "object" && !Array.isArray(data5)))){
const err10 = {instancePath:instancePath+"/become",schemaPath:"#/properties/become/type",keyword:"type",params:{type: schema20.properties.become.type},message:"must be boolean,object",schema:schema20.properties.become.type,parentSchema:schema20.properties.become,data:data5};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(data5.password === undefined){
const err11 = {instancePath:instancePath+"/become",schemaPath:"#/properties/become/required",keyword:"required",params:{missingProperty: "password"},message:"must have required property '"+"password"+"'",schema:schema20.properties.become.required,parentSchema:schema20.properties.become,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
for(const key1 in data5){
if(!(key1 === "password")){
const err12 = {instancePath:instancePath+"/become",schemaPath:"#/properties/become/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema20.properties.become,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data5.password !== undefined){
if(!(validate12(data5.password, {instancePath:instancePath+"/become/password",parentData:data5,parentDataProperty:"password",rootData}))){
vErrors = vErrors === null ? validate12.errors : vErrors.concat(validate12.errors);
errors = vErrors.length;
}
}
}
}
if(data.known_hosts !== undefined){
let data7 = data.known_hosts;
if(typeof data7 === "string"){
if(!pattern1.test(data7)){
const err13 = {instancePath:instancePath+"/known_hosts",schemaPath:"#/definitions/path/allOf/0/pattern",keyword:"pattern",params:{pattern: "^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"},message:"must match pattern \""+"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"+"\"",schema:"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)",parentSchema:schema13.allOf[0],data:data7};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(typeof data7 === "string"){
if(!pattern2.test(data7)){
const err14 = {instancePath:instancePath+"/known_hosts",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/known_hosts",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data7};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.host_keys !== undefined){
let data8 = data.host_keys;
if(Array.isArray(data8)){
if(data8.length < 1){
const err16 = {instancePath:instancePath+"/host_keys",schemaPath:"#/properties/host_keys/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema20.properties.host_keys,data:data8};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
const len0 = data8.length;
for(let i0=0; i0<len0; i0++){
let data9 = data8[i0];
if(typeof data9 === "string"){
if(!pattern39.test(data9)){
const err17 = {instancePath:instancePath+"/host_keys/" + i0,schemaPath:"#/properties/host_keys/items/pattern",keyword:"pattern",params:{pattern: "^SHA256:[A-Za-z0-9+/]{43}$"},message:"must match pattern \""+"^SHA256:[A-Za-z0-9+/]{43}$"+"\"",schema:"^SHA256:[A-Za-z0-9+/]{43}$",parentSchema:schema20.properties.host_keys.items,data:data9};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/host_keys/" + i0,schemaPath:"#/properties/host_keys/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.host_keys.items.type,parentSchema:schema20.properties.host_keys.items,data:data9};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/host_keys",schemaPath:"#/properties/host_keys/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema20.properties.host_keys.type,parentSchema:schema20.properties.host_keys,data:data8};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.connect_timeout !== undefined){
let data10 = data.connect_timeout;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
const err20 = {instancePath:instancePath+"/connect_timeout",schemaPath:"#/properties/connect_timeout/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema20.properties.connect_timeout.type,parentSchema:schema20.properties.connect_timeout,data:data10};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > 600 || isNaN(data10)){
const err21 = {instancePath:instancePath+"/connect_timeout",schemaPath:"#/properties/connect_timeout/maximum",keyword:"maximum",params:{comparison: "<=", limit: 600},message:"must be <= 600",schema:600,parentSchema:schema20.properties.connect_timeout,data:data10};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(data10 < 1 || isNaN(data10)){
const err22 = {instancePath:instancePath+"/connect_timeout",schemaPath:"#/properties/connect_timeout/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema20.properties.connect_timeout,data:data10};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
if(data.jump !== undefined){
let data11 = data.jump;
if((typeof data11 !== "string") && (!(Array.isArray(data11)))){
const err23 = {instancePath:instancePath+"/jump",schemaPath:"#/properties/jump/type",keyword:"type",params:{type: schema20.properties.jump.type},message:"must be string,array",schema:schema20.properties.jump.type,parentSchema:schema20.properties.jump,data:data11};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(typeof data11 === "string"){
if(!pattern2.test(data11)){
const err24 = {instancePath:instancePath+"/jump",schemaPath:"#/properties/jump/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema20.properties.jump,data:data11};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(Array.isArray(data11)){
if(data11.length < 1){
const err25 = {instancePath:instancePath+"/jump",schemaPath:"#/properties/jump/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema20.properties.jump,data:data11};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
const len1 = data11.length;
for(let i1=0; i1<len1; i1++){
let data12 = data11[i1];
if((typeof data12 !== "string") && (!(data12 && typeof data12 == "object" && !Array.isArray(data12)))){
const err26 = {instancePath:instancePath+"/jump/" + i1,schemaPath:"#/properties/jump/items/type",keyword:"type",params:{type: schema20.properties.jump.items.type},message:"must be string,object",schema:schema20.properties.jump.items.type,parentSchema:schema20.properties.jump.items,data:data12};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(typeof data12 === "string"){
if(!pattern2.test(data12)){
const err27 = {instancePath:instancePath+"/jump/" + i1,schemaPath:"#/properties/jump/items/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema20.properties.jump.items,data:data12};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
if(data12.host === undefined){
const err28 = {instancePath:instancePath+"/jump/" + i1,schemaPath:"#/properties/jump/items/required",keyword:"required",params:{missingProperty: "host"},message:"must have required property '"+"host"+"'",schema:schema20.properties.jump.items.required,parentSchema:schema20.properties.jump.items,data:data12};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
for(const key2 in data12){
if(!((key2 === "host") || (key2 === "identity"))){
const err29 = {instancePath:instancePath+"/jump/" + i1,schemaPath:"#/properties/jump/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema20.properties.jump.items,data:data12};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data12.host !== undefined){
let data13 = data12.host;
if(typeof data13 === "string"){
if(!pattern2.test(data13)){
const err30 = {instancePath:instancePath+"/jump/" + i1+"/host",schemaPath:"#/properties/jump/items/properties/host/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema20.properties.jump.items.properties.host,data:data13};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
else {
const err31 = {instancePath:instancePath+"/jump/" + i1+"/host",schemaPath:"#/properties/jump/items/properties/host/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.jump.items.properties.host.type,parentSchema:schema20.properties.jump.items.properties.host,data:data13};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data12.identity !== undefined){
let data14 = data12.identity;
if(typeof data14 === "string"){
if(!pattern1.test(data14)){
const err32 = {instancePath:instancePath+"/jump/" + i1+"/identity",schemaPath:"#/definitions/path/allOf/0/pattern",keyword:"pattern",params:{pattern: "^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"},message:"must match pattern \""+"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"+"\"",schema:"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)",parentSchema:schema13.allOf[0],data:data14};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(typeof data14 === "string"){
if(!pattern2.test(data14)){
const err33 = {instancePath:instancePath+"/jump/" + i1+"/identity",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data14};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
else {
const err34 = {instancePath:instancePath+"/jump/" + i1+"/identity",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data14};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
}
}
}
if(data.client !== undefined){
let data15 = data.client;
if(!(((data15 === "ssh2") || (data15 === "openssh")) || (data15 === "auto"))){
const err35 = {instancePath:instancePath+"/client",schemaPath:"#/properties/client/enum",keyword:"enum",params:{allowedValues: schema20.properties.client.enum},message:"must be equal to one of the allowed values",schema:schema20.properties.client.enum,parentSchema:schema20.properties.client,data:data15};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
else {
const err36 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema20.type,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
validate11.errors = vErrors;
return errors === 0;
}

const schema33 = {"description":"one of { env: NAME }, { file: path } and { command: [program, argument] }","type":"object","additionalProperties":false,"minProperties":1,"maxProperties":1,"properties":{"env":{"description":"the name of an environment variable","$ref":"#/definitions/variable"},"file":{"description":"a file that contains only the value, mode 0600","$ref":"#/definitions/path"},"command":{"description":"a program that prints the value; runs without a shell","$ref":"#/definitions/command"}}};

function validate16(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1){
const err0 = {instancePath,schemaPath:"#/maxProperties",keyword:"maxProperties",params:{limit: 1},message:"must NOT have more than 1 properties",schema:1,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(Object.keys(data).length < 1){
const err1 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "env") || (key0 === "file")) || (key0 === "command"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.env !== undefined){
let data0 = data.env;
if(typeof data0 === "string"){
if(!pattern33.test(data0)){
const err3 = {instancePath:instancePath+"/env",schemaPath:"#/definitions/variable/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9_]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9_]*$",parentSchema:schema24,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/env",schemaPath:"#/definitions/variable/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.type,parentSchema:schema24,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.file !== undefined){
let data1 = data.file;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err5 = {instancePath:instancePath+"/file",schemaPath:"#/definitions/path/allOf/0/pattern",keyword:"pattern",params:{pattern: "^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"},message:"must match pattern \""+"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"+"\"",schema:"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)",parentSchema:schema13.allOf[0],data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(typeof data1 === "string"){
if(!pattern2.test(data1)){
const err6 = {instancePath:instancePath+"/file",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/file",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.command !== undefined){
let data2 = data.command;
if(Array.isArray(data2)){
if(data2.length < 1){
const err8 = {instancePath:instancePath+"/command",schemaPath:"#/definitions/command/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema26,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 === "string"){
if(!pattern36.test(data3)){
const err9 = {instancePath:instancePath+"/command/" + i0,schemaPath:"#/definitions/command/items/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000]+$"},message:"must match pattern \""+"^[^\\u0000]+$"+"\"",schema:"^[^\\u0000]+$",parentSchema:schema26.items,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/command/" + i0,schemaPath:"#/definitions/command/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema26.items.type,parentSchema:schema26.items,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/command",schemaPath:"#/definitions/command/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema26.type,parentSchema:schema26,data:data2};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.type,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
validate16.errors = vErrors;
return errors === 0;
}

const schema37 = {"type":"array","minItems":1,"items":{"$ref":"#/definitions/host"}};
const schema38 = {"type":"object","additionalProperties":false,"required":["name","address"],"properties":{"name":{"description":"the name of the host in the inventory, in messages and in its certificate files","$ref":"#/definitions/name"},"address":{"description":"the IP address or name that SSH connects to","$ref":"#/definitions/address"},"private_ip":{"description":"the IP address for traffic between the hosts; default: address","$ref":"#/definitions/address"},"public_ip":{"description":"the IP address or name that clients use; default: private_ip","$ref":"#/definitions/address"},"hostname":{"description":"the output of `hostname` on the host (brokers: `hostname -s`); default: name","type":"string","pattern":"^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$","patternErrorMessage":"write letters, digits and hyphens, with dots between the parts"},"networks":{"description":"further networks by name, with this host's address in each (brokers and managers)","type":"object","additionalProperties":{"$ref":"#/definitions/address"}},"ssh":{"description":"ssh settings of this host","$ref":"#/definitions/ssh"},"config":{"description":"overlay for this host","$ref":"#/definitions/config"}}};
const pattern64 = new RegExp("^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$", "u");

function validate32(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema38.required,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.address === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "address"},message:"must have required property '"+"address"+"'",schema:schema38.required,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!((((((((key0 === "name") || (key0 === "address")) || (key0 === "private_ip")) || (key0 === "public_ip")) || (key0 === "hostname")) || (key0 === "networks")) || (key0 === "ssh")) || (key0 === "config"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$",parentSchema:schema12,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.type,parentSchema:schema12,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.address !== undefined){
let data1 = data.address;
if(typeof data1 === "string"){
if(!pattern2.test(data1)){
const err5 = {instancePath:instancePath+"/address",schemaPath:"#/definitions/address/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema40,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/address",schemaPath:"#/definitions/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema40.type,parentSchema:schema40,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.private_ip !== undefined){
let data2 = data.private_ip;
if(typeof data2 === "string"){
if(!pattern2.test(data2)){
const err7 = {instancePath:instancePath+"/private_ip",schemaPath:"#/definitions/address/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema40,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/private_ip",schemaPath:"#/definitions/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema40.type,parentSchema:schema40,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.public_ip !== undefined){
let data3 = data.public_ip;
if(typeof data3 === "string"){
if(!pattern2.test(data3)){
const err9 = {instancePath:instancePath+"/public_ip",schemaPath:"#/definitions/address/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema40,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/public_ip",schemaPath:"#/definitions/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema40.type,parentSchema:schema40,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.hostname !== undefined){
let data4 = data.hostname;
if(typeof data4 === "string"){
if(!pattern64.test(data4)){
const err11 = {instancePath:instancePath+"/hostname",schemaPath:"#/properties/hostname/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$"},message:"must match pattern \""+"^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$"+"\"",schema:"^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$",parentSchema:schema38.properties.hostname,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/hostname",schemaPath:"#/properties/hostname/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema38.properties.hostname.type,parentSchema:schema38.properties.hostname,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.networks !== undefined){
let data5 = data.networks;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
for(const key1 in data5){
let data6 = data5[key1];
if(typeof data6 === "string"){
if(!pattern2.test(data6)){
const err13 = {instancePath:instancePath+"/networks/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/address/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema40,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/networks/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema40.type,parentSchema:schema40,data:data6};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath:instancePath+"/networks",schemaPath:"#/properties/networks/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema38.properties.networks.type,parentSchema:schema38.properties.networks,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.ssh !== undefined){
if(!(validate11(data.ssh, {instancePath:instancePath+"/ssh",parentData:data,parentDataProperty:"ssh",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data.config !== undefined){
let data8 = data.config;
if(!(data8 && typeof data8 == "object" && !Array.isArray(data8))){
const err16 = {instancePath:instancePath+"/config",schemaPath:"#/definitions/config/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema44.type,parentSchema:schema44,data:data8};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema38.type,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
validate32.errors = vErrors;
return errors === 0;
}


function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(Array.isArray(data)){
if(data.length < 1){
const err0 = {instancePath,schemaPath:"#/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(validate32(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.type,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
validate31.errors = vErrors;
return errors === 0;
}

const schema50 = {"type":"object","additionalProperties":false,"required":["address"],"properties":{"name":{"description":"its name in the managers' list; default: its address","$ref":"#/definitions/name"},"address":{"description":"its IP address or name, which managers and agents connect to and its certificate contains","$ref":"#/definitions/address"},"networks":{"description":"its addresses in further networks, by the network names of the managers","type":"object","additionalProperties":{"$ref":"#/definitions/address"}}}};

function validate38(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.address === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "address"},message:"must have required property '"+"address"+"'",schema:schema50.required,parentSchema:schema50,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "name") || (key0 === "address")) || (key0 === "networks"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema50,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$",parentSchema:schema12,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.type,parentSchema:schema12,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.address !== undefined){
let data1 = data.address;
if(typeof data1 === "string"){
if(!pattern2.test(data1)){
const err4 = {instancePath:instancePath+"/address",schemaPath:"#/definitions/address/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema40,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/address",schemaPath:"#/definitions/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema40.type,parentSchema:schema40,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.networks !== undefined){
let data2 = data.networks;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 in data2){
let data3 = data2[key1];
if(typeof data3 === "string"){
if(!pattern2.test(data3)){
const err6 = {instancePath:instancePath+"/networks/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/address/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema40,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/networks/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema40.type,parentSchema:schema40,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath:instancePath+"/networks",schemaPath:"#/properties/networks/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema50.properties.networks.type,parentSchema:schema50.properties.networks,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema50.type,parentSchema:schema50,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate38.errors = vErrors;
return errors === 0;
}


function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.native === undefined) && (missing0 = "native")){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
if(!_valid0){
const _errs3 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.cloudify === undefined){
const err1 = {instancePath,schemaPath:"#/else/required",keyword:"required",params:{missingProperty: "cloudify"},message:"must have required property '"+"cloudify"+"'",schema:schema11.else.required,parentSchema:schema11.else,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.databases === undefined){
const err2 = {instancePath,schemaPath:"#/else/required",keyword:"required",params:{missingProperty: "databases"},message:"must have required property '"+"databases"+"'",schema:schema11.else.required,parentSchema:schema11.else,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.brokers === undefined){
const err3 = {instancePath,schemaPath:"#/else/required",keyword:"required",params:{missingProperty: "brokers"},message:"must have required property '"+"brokers"+"'",schema:schema11.else.required,parentSchema:schema11.else,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.managers === undefined){
const err4 = {instancePath,schemaPath:"#/else/required",keyword:"required",params:{missingProperty: "managers"},message:"must have required property '"+"managers"+"'",schema:schema11.else.required,parentSchema:schema11.else,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
var _valid0 = _errs3 === errors;
valid0 = _valid0;
}
if(!valid0){
const err5 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: "else"},message:"must match \"else\" schema",schema:schema11.if,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.tls === undefined){
const err7 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "tls"},message:"must have required property '"+"tls"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data.secrets === undefined){
const err8 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "secrets"},message:"must have required property '"+"secrets"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema11.properties, key0))){
const err9 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err10 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$",parentSchema:schema12,data:data0};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.type,parentSchema:schema12,data:data0};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.include !== undefined){
let data1 = data.include;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err12 = {instancePath:instancePath+"/include",schemaPath:"#/definitions/path/allOf/0/pattern",keyword:"pattern",params:{pattern: "^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"},message:"must match pattern \""+"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"+"\"",schema:"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)",parentSchema:schema13.allOf[0],data:data1};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(typeof data1 === "string"){
if(!pattern2.test(data1)){
const err13 = {instancePath:instancePath+"/include",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data1};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/include",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data1};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.cloudify !== undefined){
let data2 = data.cloudify;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.version === undefined){
const err15 = {instancePath:instancePath+"/cloudify",schemaPath:"#/properties/cloudify/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema11.properties.cloudify.required,parentSchema:schema11.properties.cloudify,data:data2};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
for(const key1 in data2){
if(!((((key1 === "version") || (key1 === "package")) || (key1 === "license")) || (key1 === "admin_user"))){
const err16 = {instancePath:instancePath+"/cloudify",schemaPath:"#/properties/cloudify/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.cloudify,data:data2};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data2.version !== undefined){
let data3 = data2.version;
if(typeof data3 === "string"){
if(!pattern3.test(data3)){
const err17 = {instancePath:instancePath+"/cloudify/version",schemaPath:"#/properties/cloudify/properties/version/pattern",keyword:"pattern",params:{pattern: "^(0|[1-9]\\d{0,3})\\.(0|[1-9]\\d{0,3})(\\.(0|[1-9]\\d{0,3}))?(-dev)?$"},message:"must match pattern \""+"^(0|[1-9]\\d{0,3})\\.(0|[1-9]\\d{0,3})(\\.(0|[1-9]\\d{0,3}))?(-dev)?$"+"\"",schema:"^(0|[1-9]\\d{0,3})\\.(0|[1-9]\\d{0,3})(\\.(0|[1-9]\\d{0,3}))?(-dev)?$",parentSchema:schema11.properties.cloudify.properties.version,data:data3};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/cloudify/version",schemaPath:"#/properties/cloudify/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.cloudify.properties.version.type,parentSchema:schema11.properties.cloudify.properties.version,data:data3};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data2.package !== undefined){
let data4 = data2.package;
if(typeof data4 === "string"){
if(!pattern1.test(data4)){
const err19 = {instancePath:instancePath+"/cloudify/package",schemaPath:"#/definitions/path/allOf/0/pattern",keyword:"pattern",params:{pattern: "^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"},message:"must match pattern \""+"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"+"\"",schema:"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)",parentSchema:schema13.allOf[0],data:data4};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(typeof data4 === "string"){
if(!pattern2.test(data4)){
const err20 = {instancePath:instancePath+"/cloudify/package",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data4};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/cloudify/package",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data4};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data2.license !== undefined){
let data5 = data2.license;
if((typeof data5 !== "string") && (typeof data5 !== "boolean")){
const err22 = {instancePath:instancePath+"/cloudify/license",schemaPath:"#/properties/cloudify/properties/license/type",keyword:"type",params:{type: schema11.properties.cloudify.properties.license.type},message:"must be string,boolean",schema:schema11.properties.cloudify.properties.license.type,parentSchema:schema11.properties.cloudify.properties.license,data:data5};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
const _errs23 = errors;
const _errs24 = errors;
if(true !== data5){
const err23 = {};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
var valid8 = _errs24 === errors;
if(valid8){
const err24 = {instancePath:instancePath+"/cloudify/license",schemaPath:"#/properties/cloudify/properties/license/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema11.properties.cloudify.properties.license.not,parentSchema:schema11.properties.cloudify.properties.license,data:data5};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
else {
errors = _errs23;
if(vErrors !== null){
if(_errs23){
vErrors.length = _errs23;
}
else {
vErrors = null;
}
}
}
if(typeof data5 === "string"){
if(!pattern2.test(data5)){
const err25 = {instancePath:instancePath+"/cloudify/license",schemaPath:"#/properties/cloudify/properties/license/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema11.properties.cloudify.properties.license,data:data5};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
if(data2.admin_user !== undefined){
let data6 = data2.admin_user;
if(typeof data6 === "string"){
if(!pattern7.test(data6)){
const err26 = {instancePath:instancePath+"/cloudify/admin_user",schemaPath:"#/definitions/user/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9._-]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9._-]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9._-]*$",parentSchema:schema15,data:data6};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
else {
const err27 = {instancePath:instancePath+"/cloudify/admin_user",schemaPath:"#/definitions/user/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.type,parentSchema:schema15,data:data6};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath:instancePath+"/cloudify",schemaPath:"#/properties/cloudify/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.cloudify.type,parentSchema:schema11.properties.cloudify,data:data2};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.native !== undefined){
let data7 = data.native;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(data7.postgresql === undefined){
const err29 = {instancePath:instancePath+"/native",schemaPath:"#/properties/native/required",keyword:"required",params:{missingProperty: "postgresql"},message:"must have required property '"+"postgresql"+"'",schema:schema11.properties.native.required,parentSchema:schema11.properties.native,data:data7};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
for(const key2 in data7){
if(!(((((key2 === "postgresql") || (key2 === "rabbitmq")) || (key2 === "mounts")) || (key2 === "packages")) || (key2 === "application"))){
const err30 = {instancePath:instancePath+"/native",schemaPath:"#/properties/native/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.native,data:data7};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data7.postgresql !== undefined){
let data8 = data7.postgresql;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.version === undefined){
const err31 = {instancePath:instancePath+"/native/postgresql",schemaPath:"#/properties/native/properties/postgresql/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema11.properties.native.properties.postgresql.required,parentSchema:schema11.properties.native.properties.postgresql,data:data8};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
for(const key3 in data8){
if(!(((((key3 === "version") || (key3 === "machine_memory")) || (key3 === "parameters")) || (key3 === "users")) || (key3 === "databases"))){
const err32 = {instancePath:instancePath+"/native/postgresql",schemaPath:"#/properties/native/properties/postgresql/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.native.properties.postgresql,data:data8};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data8.version !== undefined){
let data9 = data8.version;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
const err33 = {instancePath:instancePath+"/native/postgresql/version",schemaPath:"#/properties/native/properties/postgresql/properties/version/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.native.properties.postgresql.properties.version.type,parentSchema:schema11.properties.native.properties.postgresql.properties.version,data:data9};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 18 || isNaN(data9)){
const err34 = {instancePath:instancePath+"/native/postgresql/version",schemaPath:"#/properties/native/properties/postgresql/properties/version/maximum",keyword:"maximum",params:{comparison: "<=", limit: 18},message:"must be <= 18",schema:18,parentSchema:schema11.properties.native.properties.postgresql.properties.version,data:data9};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(data9 < 13 || isNaN(data9)){
const err35 = {instancePath:instancePath+"/native/postgresql/version",schemaPath:"#/properties/native/properties/postgresql/properties/version/minimum",keyword:"minimum",params:{comparison: ">=", limit: 13},message:"must be >= 13",schema:13,parentSchema:schema11.properties.native.properties.postgresql.properties.version,data:data9};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
if(data8.machine_memory !== undefined){
let data10 = data8.machine_memory;
if(typeof data10 === "string"){
if(!pattern8.test(data10)){
const err36 = {instancePath:instancePath+"/native/postgresql/machine_memory",schemaPath:"#/definitions/memory/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,5}(MB|GB)$"},message:"must match pattern \""+"^[1-9][0-9]{0,5}(MB|GB)$"+"\"",schema:"^[1-9][0-9]{0,5}(MB|GB)$",parentSchema:schema16,data:data10};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
else {
const err37 = {instancePath:instancePath+"/native/postgresql/machine_memory",schemaPath:"#/definitions/memory/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema16.type,parentSchema:schema16,data:data10};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data8.parameters !== undefined){
let data11 = data8.parameters;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key4 in data11){
let data12 = data11[key4];
if(((typeof data12 !== "string") && (!((typeof data12 == "number") && (isFinite(data12))))) && (typeof data12 !== "boolean")){
const err38 = {instancePath:instancePath+"/native/postgresql/parameters/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/native/properties/postgresql/properties/parameters/additionalProperties/type",keyword:"type",params:{type: schema11.properties.native.properties.postgresql.properties.parameters.additionalProperties.type},message:"must be string,number,boolean",schema:schema11.properties.native.properties.postgresql.properties.parameters.additionalProperties.type,parentSchema:schema11.properties.native.properties.postgresql.properties.parameters.additionalProperties,data:data12};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
else {
const err39 = {instancePath:instancePath+"/native/postgresql/parameters",schemaPath:"#/properties/native/properties/postgresql/properties/parameters/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.native.properties.postgresql.properties.parameters.type,parentSchema:schema11.properties.native.properties.postgresql.properties.parameters,data:data11};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data8.users !== undefined){
let data13 = data8.users;
if(Array.isArray(data13)){
const len0 = data13.length;
for(let i0=0; i0<len0; i0++){
let data14 = data13[i0];
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
if(data14.name === undefined){
const err40 = {instancePath:instancePath+"/native/postgresql/users/" + i0,schemaPath:"#/properties/native/properties/postgresql/properties/users/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema11.properties.native.properties.postgresql.properties.users.items.required,parentSchema:schema11.properties.native.properties.postgresql.properties.users.items,data:data14};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
for(const key5 in data14){
if(!(((key5 === "name") || (key5 === "attributes")) || (key5 === "roles"))){
const err41 = {instancePath:instancePath+"/native/postgresql/users/" + i0,schemaPath:"#/properties/native/properties/postgresql/properties/users/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.native.properties.postgresql.properties.users.items,data:data14};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data14.name !== undefined){
let data15 = data14.name;
if(typeof data15 === "string"){
if(!pattern9.test(data15)){
const err42 = {instancePath:instancePath+"/native/postgresql/users/" + i0+"/name",schemaPath:"#/properties/native/properties/postgresql/properties/users/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z_][a-z0-9_]{0,62}$"},message:"must match pattern \""+"^[a-z_][a-z0-9_]{0,62}$"+"\"",schema:"^[a-z_][a-z0-9_]{0,62}$",parentSchema:schema11.properties.native.properties.postgresql.properties.users.items.properties.name,data:data15};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
else {
const err43 = {instancePath:instancePath+"/native/postgresql/users/" + i0+"/name",schemaPath:"#/properties/native/properties/postgresql/properties/users/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.postgresql.properties.users.items.properties.name.type,parentSchema:schema11.properties.native.properties.postgresql.properties.users.items.properties.name,data:data15};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data14.attributes !== undefined){
let data16 = data14.attributes;
if(Array.isArray(data16)){
const len1 = data16.length;
for(let i1=0; i1<len1; i1++){
let data17 = data16[i1];
if(!((data17 === "createdb") || (data17 === "replication"))){
const err44 = {instancePath:instancePath+"/native/postgresql/users/" + i0+"/attributes/" + i1,schemaPath:"#/properties/native/properties/postgresql/properties/users/items/properties/attributes/items/enum",keyword:"enum",params:{allowedValues: schema11.properties.native.properties.postgresql.properties.users.items.properties.attributes.items.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.native.properties.postgresql.properties.users.items.properties.attributes.items.enum,parentSchema:schema11.properties.native.properties.postgresql.properties.users.items.properties.attributes.items,data:data17};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
else {
const err45 = {instancePath:instancePath+"/native/postgresql/users/" + i0+"/attributes",schemaPath:"#/properties/native/properties/postgresql/properties/users/items/properties/attributes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.native.properties.postgresql.properties.users.items.properties.attributes.type,parentSchema:schema11.properties.native.properties.postgresql.properties.users.items.properties.attributes,data:data16};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data14.roles !== undefined){
let data18 = data14.roles;
if(Array.isArray(data18)){
const len2 = data18.length;
for(let i2=0; i2<len2; i2++){
let data19 = data18[i2];
if(typeof data19 === "string"){
if(!pattern9.test(data19)){
const err46 = {instancePath:instancePath+"/native/postgresql/users/" + i0+"/roles/" + i2,schemaPath:"#/properties/native/properties/postgresql/properties/users/items/properties/roles/items/pattern",keyword:"pattern",params:{pattern: "^[a-z_][a-z0-9_]{0,62}$"},message:"must match pattern \""+"^[a-z_][a-z0-9_]{0,62}$"+"\"",schema:"^[a-z_][a-z0-9_]{0,62}$",parentSchema:schema11.properties.native.properties.postgresql.properties.users.items.properties.roles.items,data:data19};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
else {
const err47 = {instancePath:instancePath+"/native/postgresql/users/" + i0+"/roles/" + i2,schemaPath:"#/properties/native/properties/postgresql/properties/users/items/properties/roles/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.postgresql.properties.users.items.properties.roles.items.type,parentSchema:schema11.properties.native.properties.postgresql.properties.users.items.properties.roles.items,data:data19};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
else {
const err48 = {instancePath:instancePath+"/native/postgresql/users/" + i0+"/roles",schemaPath:"#/properties/native/properties/postgresql/properties/users/items/properties/roles/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.native.properties.postgresql.properties.users.items.properties.roles.type,parentSchema:schema11.properties.native.properties.postgresql.properties.users.items.properties.roles,data:data18};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
}
else {
const err49 = {instancePath:instancePath+"/native/postgresql/users/" + i0,schemaPath:"#/properties/native/properties/postgresql/properties/users/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.native.properties.postgresql.properties.users.items.type,parentSchema:schema11.properties.native.properties.postgresql.properties.users.items,data:data14};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
}
else {
const err50 = {instancePath:instancePath+"/native/postgresql/users",schemaPath:"#/properties/native/properties/postgresql/properties/users/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.native.properties.postgresql.properties.users.type,parentSchema:schema11.properties.native.properties.postgresql.properties.users,data:data13};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data8.databases !== undefined){
let data20 = data8.databases;
if(Array.isArray(data20)){
const len3 = data20.length;
for(let i3=0; i3<len3; i3++){
let data21 = data20[i3];
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
if(data21.name === undefined){
const err51 = {instancePath:instancePath+"/native/postgresql/databases/" + i3,schemaPath:"#/properties/native/properties/postgresql/properties/databases/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema11.properties.native.properties.postgresql.properties.databases.items.required,parentSchema:schema11.properties.native.properties.postgresql.properties.databases.items,data:data21};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
if(data21.owner === undefined){
const err52 = {instancePath:instancePath+"/native/postgresql/databases/" + i3,schemaPath:"#/properties/native/properties/postgresql/properties/databases/items/required",keyword:"required",params:{missingProperty: "owner"},message:"must have required property '"+"owner"+"'",schema:schema11.properties.native.properties.postgresql.properties.databases.items.required,parentSchema:schema11.properties.native.properties.postgresql.properties.databases.items,data:data21};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
for(const key6 in data21){
if(!((key6 === "name") || (key6 === "owner"))){
const err53 = {instancePath:instancePath+"/native/postgresql/databases/" + i3,schemaPath:"#/properties/native/properties/postgresql/properties/databases/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.native.properties.postgresql.properties.databases.items,data:data21};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data21.name !== undefined){
let data22 = data21.name;
if(typeof data22 === "string"){
if(!pattern9.test(data22)){
const err54 = {instancePath:instancePath+"/native/postgresql/databases/" + i3+"/name",schemaPath:"#/properties/native/properties/postgresql/properties/databases/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z_][a-z0-9_]{0,62}$"},message:"must match pattern \""+"^[a-z_][a-z0-9_]{0,62}$"+"\"",schema:"^[a-z_][a-z0-9_]{0,62}$",parentSchema:schema11.properties.native.properties.postgresql.properties.databases.items.properties.name,data:data22};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
else {
const err55 = {instancePath:instancePath+"/native/postgresql/databases/" + i3+"/name",schemaPath:"#/properties/native/properties/postgresql/properties/databases/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.postgresql.properties.databases.items.properties.name.type,parentSchema:schema11.properties.native.properties.postgresql.properties.databases.items.properties.name,data:data22};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data21.owner !== undefined){
let data23 = data21.owner;
if(typeof data23 !== "string"){
const err56 = {instancePath:instancePath+"/native/postgresql/databases/" + i3+"/owner",schemaPath:"#/properties/native/properties/postgresql/properties/databases/items/properties/owner/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.postgresql.properties.databases.items.properties.owner.type,parentSchema:schema11.properties.native.properties.postgresql.properties.databases.items.properties.owner,data:data23};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
}
else {
const err57 = {instancePath:instancePath+"/native/postgresql/databases/" + i3,schemaPath:"#/properties/native/properties/postgresql/properties/databases/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.native.properties.postgresql.properties.databases.items.type,parentSchema:schema11.properties.native.properties.postgresql.properties.databases.items,data:data21};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
}
else {
const err58 = {instancePath:instancePath+"/native/postgresql/databases",schemaPath:"#/properties/native/properties/postgresql/properties/databases/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.native.properties.postgresql.properties.databases.type,parentSchema:schema11.properties.native.properties.postgresql.properties.databases,data:data20};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
else {
const err59 = {instancePath:instancePath+"/native/postgresql",schemaPath:"#/properties/native/properties/postgresql/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.native.properties.postgresql.type,parentSchema:schema11.properties.native.properties.postgresql,data:data8};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data7.rabbitmq !== undefined){
let data24 = data7.rabbitmq;
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
for(const key7 in data24){
if(!((((key7 === "machine_memory") || (key7 === "vhosts")) || (key7 === "users")) || (key7 === "policies"))){
const err60 = {instancePath:instancePath+"/native/rabbitmq",schemaPath:"#/properties/native/properties/rabbitmq/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.native.properties.rabbitmq,data:data24};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data24.machine_memory !== undefined){
let data25 = data24.machine_memory;
if(typeof data25 === "string"){
if(!pattern8.test(data25)){
const err61 = {instancePath:instancePath+"/native/rabbitmq/machine_memory",schemaPath:"#/definitions/memory/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,5}(MB|GB)$"},message:"must match pattern \""+"^[1-9][0-9]{0,5}(MB|GB)$"+"\"",schema:"^[1-9][0-9]{0,5}(MB|GB)$",parentSchema:schema16,data:data25};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
else {
const err62 = {instancePath:instancePath+"/native/rabbitmq/machine_memory",schemaPath:"#/definitions/memory/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema16.type,parentSchema:schema16,data:data25};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data24.vhosts !== undefined){
let data26 = data24.vhosts;
if(Array.isArray(data26)){
const len4 = data26.length;
for(let i4=0; i4<len4; i4++){
let data27 = data26[i4];
if(typeof data27 === "string"){
if(!pattern13.test(data27)){
const err63 = {instancePath:instancePath+"/native/rabbitmq/vhosts/" + i4,schemaPath:"#/properties/native/properties/rabbitmq/properties/vhosts/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_.-]{1,64}$"},message:"must match pattern \""+"^[A-Za-z0-9_.-]{1,64}$"+"\"",schema:"^[A-Za-z0-9_.-]{1,64}$",parentSchema:schema11.properties.native.properties.rabbitmq.properties.vhosts.items,data:data27};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
else {
const err64 = {instancePath:instancePath+"/native/rabbitmq/vhosts/" + i4,schemaPath:"#/properties/native/properties/rabbitmq/properties/vhosts/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.rabbitmq.properties.vhosts.items.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.vhosts.items,data:data27};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
}
else {
const err65 = {instancePath:instancePath+"/native/rabbitmq/vhosts",schemaPath:"#/properties/native/properties/rabbitmq/properties/vhosts/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.native.properties.rabbitmq.properties.vhosts.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.vhosts,data:data26};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data24.users !== undefined){
let data28 = data24.users;
if(Array.isArray(data28)){
const len5 = data28.length;
for(let i5=0; i5<len5; i5++){
let data29 = data28[i5];
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
if(data29.name === undefined){
const err66 = {instancePath:instancePath+"/native/rabbitmq/users/" + i5,schemaPath:"#/properties/native/properties/rabbitmq/properties/users/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema11.properties.native.properties.rabbitmq.properties.users.items.required,parentSchema:schema11.properties.native.properties.rabbitmq.properties.users.items,data:data29};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
for(const key8 in data29){
if(!(((key8 === "name") || (key8 === "tags")) || (key8 === "permissions"))){
const err67 = {instancePath:instancePath+"/native/rabbitmq/users/" + i5,schemaPath:"#/properties/native/properties/rabbitmq/properties/users/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.native.properties.rabbitmq.properties.users.items,data:data29};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(data29.name !== undefined){
let data30 = data29.name;
if(typeof data30 === "string"){
if(!pattern9.test(data30)){
const err68 = {instancePath:instancePath+"/native/rabbitmq/users/" + i5+"/name",schemaPath:"#/properties/native/properties/rabbitmq/properties/users/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z_][a-z0-9_]{0,62}$"},message:"must match pattern \""+"^[a-z_][a-z0-9_]{0,62}$"+"\"",schema:"^[a-z_][a-z0-9_]{0,62}$",parentSchema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.name,data:data30};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
else {
const err69 = {instancePath:instancePath+"/native/rabbitmq/users/" + i5+"/name",schemaPath:"#/properties/native/properties/rabbitmq/properties/users/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.name.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.name,data:data30};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data29.tags !== undefined){
let data31 = data29.tags;
if(Array.isArray(data31)){
const len6 = data31.length;
for(let i6=0; i6<len6; i6++){
let data32 = data31[i6];
if(!((((data32 === "management") || (data32 === "monitoring")) || (data32 === "policymaker")) || (data32 === "administrator"))){
const err70 = {instancePath:instancePath+"/native/rabbitmq/users/" + i5+"/tags/" + i6,schemaPath:"#/properties/native/properties/rabbitmq/properties/users/items/properties/tags/items/enum",keyword:"enum",params:{allowedValues: schema11.properties.native.properties.rabbitmq.properties.users.items.properties.tags.items.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.tags.items.enum,parentSchema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.tags.items,data:data32};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
}
else {
const err71 = {instancePath:instancePath+"/native/rabbitmq/users/" + i5+"/tags",schemaPath:"#/properties/native/properties/rabbitmq/properties/users/items/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.tags.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.tags,data:data31};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data29.permissions !== undefined){
let data33 = data29.permissions;
if(Array.isArray(data33)){
const len7 = data33.length;
for(let i7=0; i7<len7; i7++){
let data34 = data33[i7];
if(data34 && typeof data34 == "object" && !Array.isArray(data34)){
if(data34.vhost === undefined){
const err72 = {instancePath:instancePath+"/native/rabbitmq/users/" + i5+"/permissions/" + i7,schemaPath:"#/properties/native/properties/rabbitmq/properties/users/items/properties/permissions/items/required",keyword:"required",params:{missingProperty: "vhost"},message:"must have required property '"+"vhost"+"'",schema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.permissions.items.required,parentSchema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.permissions.items,data:data34};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
for(const key9 in data34){
if(!((((key9 === "vhost") || (key9 === "configure")) || (key9 === "write")) || (key9 === "read"))){
const err73 = {instancePath:instancePath+"/native/rabbitmq/users/" + i5+"/permissions/" + i7,schemaPath:"#/properties/native/properties/rabbitmq/properties/users/items/properties/permissions/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.permissions.items,data:data34};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data34.vhost !== undefined){
let data35 = data34.vhost;
if(typeof data35 !== "string"){
const err74 = {instancePath:instancePath+"/native/rabbitmq/users/" + i5+"/permissions/" + i7+"/vhost",schemaPath:"#/properties/native/properties/rabbitmq/properties/users/items/properties/permissions/items/properties/vhost/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.permissions.items.properties.vhost.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.permissions.items.properties.vhost,data:data35};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data34.configure !== undefined){
let data36 = data34.configure;
if(typeof data36 !== "string"){
const err75 = {instancePath:instancePath+"/native/rabbitmq/users/" + i5+"/permissions/" + i7+"/configure",schemaPath:"#/properties/native/properties/rabbitmq/properties/users/items/properties/permissions/items/properties/configure/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.permissions.items.properties.configure.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.permissions.items.properties.configure,data:data36};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data34.write !== undefined){
let data37 = data34.write;
if(typeof data37 !== "string"){
const err76 = {instancePath:instancePath+"/native/rabbitmq/users/" + i5+"/permissions/" + i7+"/write",schemaPath:"#/properties/native/properties/rabbitmq/properties/users/items/properties/permissions/items/properties/write/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.permissions.items.properties.write.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.permissions.items.properties.write,data:data37};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data34.read !== undefined){
let data38 = data34.read;
if(typeof data38 !== "string"){
const err77 = {instancePath:instancePath+"/native/rabbitmq/users/" + i5+"/permissions/" + i7+"/read",schemaPath:"#/properties/native/properties/rabbitmq/properties/users/items/properties/permissions/items/properties/read/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.permissions.items.properties.read.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.permissions.items.properties.read,data:data38};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
}
else {
const err78 = {instancePath:instancePath+"/native/rabbitmq/users/" + i5+"/permissions/" + i7,schemaPath:"#/properties/native/properties/rabbitmq/properties/users/items/properties/permissions/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.permissions.items.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.permissions.items,data:data34};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
}
else {
const err79 = {instancePath:instancePath+"/native/rabbitmq/users/" + i5+"/permissions",schemaPath:"#/properties/native/properties/rabbitmq/properties/users/items/properties/permissions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.permissions.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.users.items.properties.permissions,data:data33};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
}
else {
const err80 = {instancePath:instancePath+"/native/rabbitmq/users/" + i5,schemaPath:"#/properties/native/properties/rabbitmq/properties/users/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.native.properties.rabbitmq.properties.users.items.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.users.items,data:data29};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
}
else {
const err81 = {instancePath:instancePath+"/native/rabbitmq/users",schemaPath:"#/properties/native/properties/rabbitmq/properties/users/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.native.properties.rabbitmq.properties.users.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.users,data:data28};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data24.policies !== undefined){
let data39 = data24.policies;
if(Array.isArray(data39)){
const len8 = data39.length;
for(let i8=0; i8<len8; i8++){
let data40 = data39[i8];
if(data40 && typeof data40 == "object" && !Array.isArray(data40)){
if(data40.name === undefined){
const err82 = {instancePath:instancePath+"/native/rabbitmq/policies/" + i8,schemaPath:"#/properties/native/properties/rabbitmq/properties/policies/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema11.properties.native.properties.rabbitmq.properties.policies.items.required,parentSchema:schema11.properties.native.properties.rabbitmq.properties.policies.items,data:data40};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
if(data40.vhost === undefined){
const err83 = {instancePath:instancePath+"/native/rabbitmq/policies/" + i8,schemaPath:"#/properties/native/properties/rabbitmq/properties/policies/items/required",keyword:"required",params:{missingProperty: "vhost"},message:"must have required property '"+"vhost"+"'",schema:schema11.properties.native.properties.rabbitmq.properties.policies.items.required,parentSchema:schema11.properties.native.properties.rabbitmq.properties.policies.items,data:data40};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
if(data40.pattern === undefined){
const err84 = {instancePath:instancePath+"/native/rabbitmq/policies/" + i8,schemaPath:"#/properties/native/properties/rabbitmq/properties/policies/items/required",keyword:"required",params:{missingProperty: "pattern"},message:"must have required property '"+"pattern"+"'",schema:schema11.properties.native.properties.rabbitmq.properties.policies.items.required,parentSchema:schema11.properties.native.properties.rabbitmq.properties.policies.items,data:data40};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
if(data40.definition === undefined){
const err85 = {instancePath:instancePath+"/native/rabbitmq/policies/" + i8,schemaPath:"#/properties/native/properties/rabbitmq/properties/policies/items/required",keyword:"required",params:{missingProperty: "definition"},message:"must have required property '"+"definition"+"'",schema:schema11.properties.native.properties.rabbitmq.properties.policies.items.required,parentSchema:schema11.properties.native.properties.rabbitmq.properties.policies.items,data:data40};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
for(const key10 in data40){
if(!((((((key10 === "name") || (key10 === "vhost")) || (key10 === "pattern")) || (key10 === "apply_to")) || (key10 === "priority")) || (key10 === "definition"))){
const err86 = {instancePath:instancePath+"/native/rabbitmq/policies/" + i8,schemaPath:"#/properties/native/properties/rabbitmq/properties/policies/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.native.properties.rabbitmq.properties.policies.items,data:data40};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data40.name !== undefined){
let data41 = data40.name;
if(typeof data41 === "string"){
if(!pattern15.test(data41)){
const err87 = {instancePath:instancePath+"/native/rabbitmq/policies/" + i8+"/name",schemaPath:"#/properties/native/properties/rabbitmq/properties/policies/items/properties/name/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\"",schema:".",parentSchema:schema11.properties.native.properties.rabbitmq.properties.policies.items.properties.name,data:data41};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
else {
const err88 = {instancePath:instancePath+"/native/rabbitmq/policies/" + i8+"/name",schemaPath:"#/properties/native/properties/rabbitmq/properties/policies/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.rabbitmq.properties.policies.items.properties.name.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.policies.items.properties.name,data:data41};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
if(data40.vhost !== undefined){
let data42 = data40.vhost;
if(typeof data42 !== "string"){
const err89 = {instancePath:instancePath+"/native/rabbitmq/policies/" + i8+"/vhost",schemaPath:"#/properties/native/properties/rabbitmq/properties/policies/items/properties/vhost/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.rabbitmq.properties.policies.items.properties.vhost.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.policies.items.properties.vhost,data:data42};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
if(data40.pattern !== undefined){
let data43 = data40.pattern;
if(typeof data43 !== "string"){
const err90 = {instancePath:instancePath+"/native/rabbitmq/policies/" + i8+"/pattern",schemaPath:"#/properties/native/properties/rabbitmq/properties/policies/items/properties/pattern/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.rabbitmq.properties.policies.items.properties.pattern.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.policies.items.properties.pattern,data:data43};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data40.apply_to !== undefined){
let data44 = data40.apply_to;
if(!(((data44 === "queues") || (data44 === "exchanges")) || (data44 === "all"))){
const err91 = {instancePath:instancePath+"/native/rabbitmq/policies/" + i8+"/apply_to",schemaPath:"#/properties/native/properties/rabbitmq/properties/policies/items/properties/apply_to/enum",keyword:"enum",params:{allowedValues: schema11.properties.native.properties.rabbitmq.properties.policies.items.properties.apply_to.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.native.properties.rabbitmq.properties.policies.items.properties.apply_to.enum,parentSchema:schema11.properties.native.properties.rabbitmq.properties.policies.items.properties.apply_to,data:data44};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data40.priority !== undefined){
let data45 = data40.priority;
if(!(((typeof data45 == "number") && (!(data45 % 1) && !isNaN(data45))) && (isFinite(data45)))){
const err92 = {instancePath:instancePath+"/native/rabbitmq/policies/" + i8+"/priority",schemaPath:"#/properties/native/properties/rabbitmq/properties/policies/items/properties/priority/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.native.properties.rabbitmq.properties.policies.items.properties.priority.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.policies.items.properties.priority,data:data45};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
if(data40.definition !== undefined){
let data46 = data40.definition;
if(!(data46 && typeof data46 == "object" && !Array.isArray(data46))){
const err93 = {instancePath:instancePath+"/native/rabbitmq/policies/" + i8+"/definition",schemaPath:"#/properties/native/properties/rabbitmq/properties/policies/items/properties/definition/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.native.properties.rabbitmq.properties.policies.items.properties.definition.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.policies.items.properties.definition,data:data46};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
}
else {
const err94 = {instancePath:instancePath+"/native/rabbitmq/policies/" + i8,schemaPath:"#/properties/native/properties/rabbitmq/properties/policies/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.native.properties.rabbitmq.properties.policies.items.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.policies.items,data:data40};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
}
else {
const err95 = {instancePath:instancePath+"/native/rabbitmq/policies",schemaPath:"#/properties/native/properties/rabbitmq/properties/policies/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.native.properties.rabbitmq.properties.policies.type,parentSchema:schema11.properties.native.properties.rabbitmq.properties.policies,data:data39};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
}
else {
const err96 = {instancePath:instancePath+"/native/rabbitmq",schemaPath:"#/properties/native/properties/rabbitmq/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.native.properties.rabbitmq.type,parentSchema:schema11.properties.native.properties.rabbitmq,data:data24};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(data7.mounts !== undefined){
let data47 = data7.mounts;
if(Array.isArray(data47)){
const len9 = data47.length;
for(let i9=0; i9<len9; i9++){
let data48 = data47[i9];
if(!(((data48 === "/var/lib/etcd") || (data48 === "/var/lib/postgresql")) || (data48 === "/var/lib/rabbitmq"))){
const err97 = {instancePath:instancePath+"/native/mounts/" + i9,schemaPath:"#/properties/native/properties/mounts/items/enum",keyword:"enum",params:{allowedValues: schema11.properties.native.properties.mounts.items.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.native.properties.mounts.items.enum,parentSchema:schema11.properties.native.properties.mounts.items,data:data48};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
}
else {
const err98 = {instancePath:instancePath+"/native/mounts",schemaPath:"#/properties/native/properties/mounts/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.native.properties.mounts.type,parentSchema:schema11.properties.native.properties.mounts,data:data47};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
if(data7.packages !== undefined){
let data49 = data7.packages;
if(data49 && typeof data49 == "object" && !Array.isArray(data49)){
for(const key11 in data49){
if(!((key11 === "repository") || (key11 === "directory"))){
const err99 = {instancePath:instancePath+"/native/packages",schemaPath:"#/properties/native/properties/packages/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.native.properties.packages,data:data49};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
if(data49.repository !== undefined){
let data50 = data49.repository;
if(data50 && typeof data50 == "object" && !Array.isArray(data50)){
if(data50.url === undefined){
const err100 = {instancePath:instancePath+"/native/packages/repository",schemaPath:"#/properties/native/properties/packages/properties/repository/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'",schema:schema11.properties.native.properties.packages.properties.repository.required,parentSchema:schema11.properties.native.properties.packages.properties.repository,data:data50};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
if(data50.suite === undefined){
const err101 = {instancePath:instancePath+"/native/packages/repository",schemaPath:"#/properties/native/properties/packages/properties/repository/required",keyword:"required",params:{missingProperty: "suite"},message:"must have required property '"+"suite"+"'",schema:schema11.properties.native.properties.packages.properties.repository.required,parentSchema:schema11.properties.native.properties.packages.properties.repository,data:data50};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
if(data50.key === undefined){
const err102 = {instancePath:instancePath+"/native/packages/repository",schemaPath:"#/properties/native/properties/packages/properties/repository/required",keyword:"required",params:{missingProperty: "key"},message:"must have required property '"+"key"+"'",schema:schema11.properties.native.properties.packages.properties.repository.required,parentSchema:schema11.properties.native.properties.packages.properties.repository,data:data50};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
for(const key12 in data50){
if(!((((((key12 === "url") || (key12 === "suite")) || (key12 === "components")) || (key12 === "key")) || (key12 === "origin")) || (key12 === "packages"))){
const err103 = {instancePath:instancePath+"/native/packages/repository",schemaPath:"#/properties/native/properties/packages/properties/repository/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.native.properties.packages.properties.repository,data:data50};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
if(data50.url !== undefined){
let data51 = data50.url;
if(typeof data51 === "string"){
if(!pattern16.test(data51)){
const err104 = {instancePath:instancePath+"/native/packages/repository/url",schemaPath:"#/properties/native/properties/packages/properties/repository/properties/url/pattern",keyword:"pattern",params:{pattern: "^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~+-]+)*/?$"},message:"must match pattern \""+"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~+-]+)*/?$"+"\"",schema:"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~+-]+)*/?$",parentSchema:schema11.properties.native.properties.packages.properties.repository.properties.url,data:data51};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
else {
const err105 = {instancePath:instancePath+"/native/packages/repository/url",schemaPath:"#/properties/native/properties/packages/properties/repository/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.packages.properties.repository.properties.url.type,parentSchema:schema11.properties.native.properties.packages.properties.repository.properties.url,data:data51};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
if(data50.suite !== undefined){
let data52 = data50.suite;
if(typeof data52 === "string"){
if(!pattern17.test(data52)){
const err106 = {instancePath:instancePath+"/native/packages/repository/suite",schemaPath:"#/properties/native/properties/packages/properties/repository/properties/suite/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9._-]+)*$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9._-]+)*$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9._-]+)*$",parentSchema:schema11.properties.native.properties.packages.properties.repository.properties.suite,data:data52};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
else {
const err107 = {instancePath:instancePath+"/native/packages/repository/suite",schemaPath:"#/properties/native/properties/packages/properties/repository/properties/suite/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.packages.properties.repository.properties.suite.type,parentSchema:schema11.properties.native.properties.packages.properties.repository.properties.suite,data:data52};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
if(data50.components !== undefined){
let data53 = data50.components;
if(Array.isArray(data53)){
if(data53.length < 1){
const err108 = {instancePath:instancePath+"/native/packages/repository/components",schemaPath:"#/properties/native/properties/packages/properties/repository/properties/components/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema11.properties.native.properties.packages.properties.repository.properties.components,data:data53};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
const len10 = data53.length;
for(let i10=0; i10<len10; i10++){
let data54 = data53[i10];
if(typeof data54 === "string"){
if(!pattern18.test(data54)){
const err109 = {instancePath:instancePath+"/native/packages/repository/components/" + i10,schemaPath:"#/properties/native/properties/packages/properties/repository/properties/components/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._/-]*$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9._/-]*$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9._/-]*$",parentSchema:schema11.properties.native.properties.packages.properties.repository.properties.components.items,data:data54};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
else {
const err110 = {instancePath:instancePath+"/native/packages/repository/components/" + i10,schemaPath:"#/properties/native/properties/packages/properties/repository/properties/components/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.packages.properties.repository.properties.components.items.type,parentSchema:schema11.properties.native.properties.packages.properties.repository.properties.components.items,data:data54};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
}
else {
const err111 = {instancePath:instancePath+"/native/packages/repository/components",schemaPath:"#/properties/native/properties/packages/properties/repository/properties/components/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.native.properties.packages.properties.repository.properties.components.type,parentSchema:schema11.properties.native.properties.packages.properties.repository.properties.components,data:data53};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
if(data50.key !== undefined){
let data55 = data50.key;
if(typeof data55 === "string"){
if(!pattern1.test(data55)){
const err112 = {instancePath:instancePath+"/native/packages/repository/key",schemaPath:"#/definitions/path/allOf/0/pattern",keyword:"pattern",params:{pattern: "^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"},message:"must match pattern \""+"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"+"\"",schema:"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)",parentSchema:schema13.allOf[0],data:data55};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
if(typeof data55 === "string"){
if(!pattern2.test(data55)){
const err113 = {instancePath:instancePath+"/native/packages/repository/key",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data55};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
else {
const err114 = {instancePath:instancePath+"/native/packages/repository/key",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data55};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
if(data50.origin !== undefined){
let data56 = data50.origin;
if(typeof data56 === "string"){
if(!pattern21.test(data56)){
const err115 = {instancePath:instancePath+"/native/packages/repository/origin",schemaPath:"#/properties/native/properties/packages/properties/repository/properties/origin/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9 ._+-]*$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9 ._+-]*$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9 ._+-]*$",parentSchema:schema11.properties.native.properties.packages.properties.repository.properties.origin,data:data56};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
else {
const err116 = {instancePath:instancePath+"/native/packages/repository/origin",schemaPath:"#/properties/native/properties/packages/properties/repository/properties/origin/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.packages.properties.repository.properties.origin.type,parentSchema:schema11.properties.native.properties.packages.properties.repository.properties.origin,data:data56};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
if(data50.packages !== undefined){
let data57 = data50.packages;
if(Array.isArray(data57)){
const len11 = data57.length;
for(let i11=0; i11<len11; i11++){
let data58 = data57[i11];
if(typeof data58 === "string"){
if(!pattern22.test(data58)){
const err117 = {instancePath:instancePath+"/native/packages/repository/packages/" + i11,schemaPath:"#/properties/native/properties/packages/properties/repository/properties/packages/items/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9+.*-]+$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9+.*-]+$"+"\"",schema:"^[a-z0-9][a-z0-9+.*-]+$",parentSchema:schema11.properties.native.properties.packages.properties.repository.properties.packages.items,data:data58};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
else {
const err118 = {instancePath:instancePath+"/native/packages/repository/packages/" + i11,schemaPath:"#/properties/native/properties/packages/properties/repository/properties/packages/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.packages.properties.repository.properties.packages.items.type,parentSchema:schema11.properties.native.properties.packages.properties.repository.properties.packages.items,data:data58};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
}
else {
const err119 = {instancePath:instancePath+"/native/packages/repository/packages",schemaPath:"#/properties/native/properties/packages/properties/repository/properties/packages/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.native.properties.packages.properties.repository.properties.packages.type,parentSchema:schema11.properties.native.properties.packages.properties.repository.properties.packages,data:data57};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
}
else {
const err120 = {instancePath:instancePath+"/native/packages/repository",schemaPath:"#/properties/native/properties/packages/properties/repository/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.native.properties.packages.properties.repository.type,parentSchema:schema11.properties.native.properties.packages.properties.repository,data:data50};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
if(data49.directory !== undefined){
let data59 = data49.directory;
if(typeof data59 === "string"){
if(!pattern1.test(data59)){
const err121 = {instancePath:instancePath+"/native/packages/directory",schemaPath:"#/definitions/path/allOf/0/pattern",keyword:"pattern",params:{pattern: "^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"},message:"must match pattern \""+"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"+"\"",schema:"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)",parentSchema:schema13.allOf[0],data:data59};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
if(typeof data59 === "string"){
if(!pattern2.test(data59)){
const err122 = {instancePath:instancePath+"/native/packages/directory",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data59};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
else {
const err123 = {instancePath:instancePath+"/native/packages/directory",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data59};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
}
else {
const err124 = {instancePath:instancePath+"/native/packages",schemaPath:"#/properties/native/properties/packages/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.native.properties.packages.type,parentSchema:schema11.properties.native.properties.packages,data:data49};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
if(data7.application !== undefined){
let data60 = data7.application;
if(data60 && typeof data60 == "object" && !Array.isArray(data60)){
if(data60.unit === undefined){
const err125 = {instancePath:instancePath+"/native/application",schemaPath:"#/properties/native/properties/application/required",keyword:"required",params:{missingProperty: "unit"},message:"must have required property '"+"unit"+"'",schema:schema11.properties.native.properties.application.required,parentSchema:schema11.properties.native.properties.application,data:data60};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
if(data60.port === undefined){
const err126 = {instancePath:instancePath+"/native/application",schemaPath:"#/properties/native/properties/application/required",keyword:"required",params:{missingProperty: "port"},message:"must have required property '"+"port"+"'",schema:schema11.properties.native.properties.application.required,parentSchema:schema11.properties.native.properties.application,data:data60};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
if(data60.health === undefined){
const err127 = {instancePath:instancePath+"/native/application",schemaPath:"#/properties/native/properties/application/required",keyword:"required",params:{missingProperty: "health"},message:"must have required property '"+"health"+"'",schema:schema11.properties.native.properties.application.required,parentSchema:schema11.properties.native.properties.application,data:data60};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
for(const key13 in data60){
if(!(((((key13 === "unit") || (key13 === "package")) || (key13 === "environment_file")) || (key13 === "port")) || (key13 === "health"))){
const err128 = {instancePath:instancePath+"/native/application",schemaPath:"#/properties/native/properties/application/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.native.properties.application,data:data60};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
if(data60.unit !== undefined){
let data61 = data60.unit;
if(typeof data61 === "string"){
if(!pattern25.test(data61)){
const err129 = {instancePath:instancePath+"/native/application/unit",schemaPath:"#/properties/native/properties/application/properties/unit/pattern",keyword:"pattern",params:{pattern: "^(?!quorate-|haproxy(\\.|$))[A-Za-z0-9:_@-][A-Za-z0-9:_.@-]{0,200}$"},message:"must match pattern \""+"^(?!quorate-|haproxy(\\.|$))[A-Za-z0-9:_@-][A-Za-z0-9:_.@-]{0,200}$"+"\"",schema:"^(?!quorate-|haproxy(\\.|$))[A-Za-z0-9:_@-][A-Za-z0-9:_.@-]{0,200}$",parentSchema:schema11.properties.native.properties.application.properties.unit,data:data61};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
else {
const err130 = {instancePath:instancePath+"/native/application/unit",schemaPath:"#/properties/native/properties/application/properties/unit/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.application.properties.unit.type,parentSchema:schema11.properties.native.properties.application.properties.unit,data:data61};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
if(data60.package !== undefined){
let data62 = data60.package;
if(typeof data62 === "string"){
if(!pattern26.test(data62)){
const err131 = {instancePath:instancePath+"/native/application/package",schemaPath:"#/properties/native/properties/application/properties/package/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9+.-]+$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9+.-]+$"+"\"",schema:"^[a-z0-9][a-z0-9+.-]+$",parentSchema:schema11.properties.native.properties.application.properties.package,data:data62};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
else {
const err132 = {instancePath:instancePath+"/native/application/package",schemaPath:"#/properties/native/properties/application/properties/package/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.application.properties.package.type,parentSchema:schema11.properties.native.properties.application.properties.package,data:data62};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
}
if(data60.environment_file !== undefined){
let data63 = data60.environment_file;
if(typeof data63 === "string"){
if(!pattern27.test(data63)){
const err133 = {instancePath:instancePath+"/native/application/environment_file",schemaPath:"#/properties/native/properties/application/properties/environment_file/pattern",keyword:"pattern",params:{pattern: "^(/(?!\\.\\.?(/|$))[A-Za-z0-9_.@-]+)+$"},message:"must match pattern \""+"^(/(?!\\.\\.?(/|$))[A-Za-z0-9_.@-]+)+$"+"\"",schema:"^(/(?!\\.\\.?(/|$))[A-Za-z0-9_.@-]+)+$",parentSchema:schema11.properties.native.properties.application.properties.environment_file,data:data63};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
else {
const err134 = {instancePath:instancePath+"/native/application/environment_file",schemaPath:"#/properties/native/properties/application/properties/environment_file/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.application.properties.environment_file.type,parentSchema:schema11.properties.native.properties.application.properties.environment_file,data:data63};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
if(data60.port !== undefined){
let data64 = data60.port;
if(!(((typeof data64 == "number") && (!(data64 % 1) && !isNaN(data64))) && (isFinite(data64)))){
const err135 = {instancePath:instancePath+"/native/application/port",schemaPath:"#/properties/native/properties/application/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.native.properties.application.properties.port.type,parentSchema:schema11.properties.native.properties.application.properties.port,data:data64};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
if((typeof data64 == "number") && (isFinite(data64))){
if(data64 > 65535 || isNaN(data64)){
const err136 = {instancePath:instancePath+"/native/application/port",schemaPath:"#/properties/native/properties/application/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.native.properties.application.properties.port,data:data64};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
if(data64 < 1 || isNaN(data64)){
const err137 = {instancePath:instancePath+"/native/application/port",schemaPath:"#/properties/native/properties/application/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.native.properties.application.properties.port,data:data64};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
}
if(data60.health !== undefined){
let data65 = data60.health;
if(data65 && typeof data65 == "object" && !Array.isArray(data65)){
if(data65.path === undefined){
const err138 = {instancePath:instancePath+"/native/application/health",schemaPath:"#/properties/native/properties/application/properties/health/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema11.properties.native.properties.application.properties.health.required,parentSchema:schema11.properties.native.properties.application.properties.health,data:data65};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
for(const key14 in data65){
if(!((key14 === "path") || (key14 === "expect"))){
const err139 = {instancePath:instancePath+"/native/application/health",schemaPath:"#/properties/native/properties/application/properties/health/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.native.properties.application.properties.health,data:data65};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
}
if(data65.path !== undefined){
let data66 = data65.path;
if(typeof data66 === "string"){
if(!pattern28.test(data66)){
const err140 = {instancePath:instancePath+"/native/application/health/path",schemaPath:"#/properties/native/properties/application/properties/health/properties/path/pattern",keyword:"pattern",params:{pattern: "^/[A-Za-z0-9_.~/?=&%-]*$"},message:"must match pattern \""+"^/[A-Za-z0-9_.~/?=&%-]*$"+"\"",schema:"^/[A-Za-z0-9_.~/?=&%-]*$",parentSchema:schema11.properties.native.properties.application.properties.health.properties.path,data:data66};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
}
else {
const err141 = {instancePath:instancePath+"/native/application/health/path",schemaPath:"#/properties/native/properties/application/properties/health/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.native.properties.application.properties.health.properties.path.type,parentSchema:schema11.properties.native.properties.application.properties.health.properties.path,data:data66};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
}
if(data65.expect !== undefined){
let data67 = data65.expect;
if(!(((typeof data67 == "number") && (!(data67 % 1) && !isNaN(data67))) && (isFinite(data67)))){
const err142 = {instancePath:instancePath+"/native/application/health/expect",schemaPath:"#/properties/native/properties/application/properties/health/properties/expect/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.native.properties.application.properties.health.properties.expect.type,parentSchema:schema11.properties.native.properties.application.properties.health.properties.expect,data:data67};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
if((typeof data67 == "number") && (isFinite(data67))){
if(data67 > 599 || isNaN(data67)){
const err143 = {instancePath:instancePath+"/native/application/health/expect",schemaPath:"#/properties/native/properties/application/properties/health/properties/expect/maximum",keyword:"maximum",params:{comparison: "<=", limit: 599},message:"must be <= 599",schema:599,parentSchema:schema11.properties.native.properties.application.properties.health.properties.expect,data:data67};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
if(data67 < 100 || isNaN(data67)){
const err144 = {instancePath:instancePath+"/native/application/health/expect",schemaPath:"#/properties/native/properties/application/properties/health/properties/expect/minimum",keyword:"minimum",params:{comparison: ">=", limit: 100},message:"must be >= 100",schema:100,parentSchema:schema11.properties.native.properties.application.properties.health.properties.expect,data:data67};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
}
}
}
else {
const err145 = {instancePath:instancePath+"/native/application/health",schemaPath:"#/properties/native/properties/application/properties/health/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.native.properties.application.properties.health.type,parentSchema:schema11.properties.native.properties.application.properties.health,data:data65};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
}
}
else {
const err146 = {instancePath:instancePath+"/native/application",schemaPath:"#/properties/native/properties/application/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.native.properties.application.type,parentSchema:schema11.properties.native.properties.application,data:data60};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
}
}
else {
const err147 = {instancePath:instancePath+"/native",schemaPath:"#/properties/native/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.native.type,parentSchema:schema11.properties.native,data:data7};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
}
if(data.ssh !== undefined){
if(!(validate11(data.ssh, {instancePath:instancePath+"/ssh",parentData:data,parentDataProperty:"ssh",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data.tls !== undefined){
let data69 = data.tls;
if(data69 && typeof data69 == "object" && !Array.isArray(data69)){
if(data69.directory === undefined){
const err148 = {instancePath:instancePath+"/tls",schemaPath:"#/properties/tls/required",keyword:"required",params:{missingProperty: "directory"},message:"must have required property '"+"directory"+"'",schema:schema11.properties.tls.required,parentSchema:schema11.properties.tls,data:data69};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
for(const key15 in data69){
if(!(key15 === "directory")){
const err149 = {instancePath:instancePath+"/tls",schemaPath:"#/properties/tls/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.tls,data:data69};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
}
if(data69.directory !== undefined){
let data70 = data69.directory;
if(typeof data70 === "string"){
if(!pattern1.test(data70)){
const err150 = {instancePath:instancePath+"/tls/directory",schemaPath:"#/definitions/path/allOf/0/pattern",keyword:"pattern",params:{pattern: "^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"},message:"must match pattern \""+"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"+"\"",schema:"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)",parentSchema:schema13.allOf[0],data:data70};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
}
if(typeof data70 === "string"){
if(!pattern2.test(data70)){
const err151 = {instancePath:instancePath+"/tls/directory",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data70};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
}
else {
const err152 = {instancePath:instancePath+"/tls/directory",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data70};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
}
}
else {
const err153 = {instancePath:instancePath+"/tls",schemaPath:"#/properties/tls/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.tls.type,parentSchema:schema11.properties.tls,data:data69};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
}
if(data.secrets !== undefined){
let data71 = data.secrets;
if(data71 && typeof data71 == "object" && !Array.isArray(data71)){
for(const key16 in data71){
if(!((func2.call(schema11.properties.secrets.properties, key16)) || (pattern47.test(key16)))){
const err154 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.secrets,data:data71};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
}
if(data71.file !== undefined){
let data72 = data71.file;
if(typeof data72 === "string"){
if(!pattern1.test(data72)){
const err155 = {instancePath:instancePath+"/secrets/file",schemaPath:"#/definitions/path/allOf/0/pattern",keyword:"pattern",params:{pattern: "^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"},message:"must match pattern \""+"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"+"\"",schema:"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)",parentSchema:schema13.allOf[0],data:data72};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
}
if(typeof data72 === "string"){
if(!pattern2.test(data72)){
const err156 = {instancePath:instancePath+"/secrets/file",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data72};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
}
else {
const err157 = {instancePath:instancePath+"/secrets/file",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data72};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
}
if(data71.env !== undefined){
let data73 = data71.env;
if((typeof data73 !== "boolean") && (typeof data73 !== "string")){
const err158 = {instancePath:instancePath+"/secrets/env",schemaPath:"#/properties/secrets/properties/env/type",keyword:"type",params:{type: schema11.properties.secrets.properties.env.type},message:"must be boolean,string",schema:schema11.properties.secrets.properties.env.type,parentSchema:schema11.properties.secrets.properties.env,data:data73};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
const _errs182 = errors;
const _errs183 = errors;
if(false !== data73){
const err159 = {};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
var valid59 = _errs183 === errors;
if(valid59){
const err160 = {instancePath:instancePath+"/secrets/env",schemaPath:"#/properties/secrets/properties/env/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema11.properties.secrets.properties.env.not,parentSchema:schema11.properties.secrets.properties.env,data:data73};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
else {
errors = _errs182;
if(vErrors !== null){
if(_errs182){
vErrors.length = _errs182;
}
else {
vErrors = null;
}
}
}
if(typeof data73 === "string"){
if(!pattern33.test(data73)){
const err161 = {instancePath:instancePath+"/secrets/env",schemaPath:"#/properties/secrets/properties/env/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9_]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9_]*$",parentSchema:schema11.properties.secrets.properties.env,data:data73};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
}
}
if(data71.command !== undefined){
let data74 = data71.command;
if(Array.isArray(data74)){
if(data74.length < 1){
const err162 = {instancePath:instancePath+"/secrets/command",schemaPath:"#/definitions/command/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema26,data:data74};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
const len12 = data74.length;
for(let i12=0; i12<len12; i12++){
let data75 = data74[i12];
if(typeof data75 === "string"){
if(!pattern36.test(data75)){
const err163 = {instancePath:instancePath+"/secrets/command/" + i12,schemaPath:"#/definitions/command/items/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000]+$"},message:"must match pattern \""+"^[^\\u0000]+$"+"\"",schema:"^[^\\u0000]+$",parentSchema:schema26.items,data:data75};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
}
else {
const err164 = {instancePath:instancePath+"/secrets/command/" + i12,schemaPath:"#/definitions/command/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema26.items.type,parentSchema:schema26.items,data:data75};
if(vErrors === null){
vErrors = [err164];
}
else {
vErrors.push(err164);
}
errors++;
}
}
}
else {
const err165 = {instancePath:instancePath+"/secrets/command",schemaPath:"#/definitions/command/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema26.type,parentSchema:schema26,data:data74};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
}
if(data71.identity !== undefined){
let data76 = data71.identity;
if(typeof data76 === "string"){
if(!pattern1.test(data76)){
const err166 = {instancePath:instancePath+"/secrets/identity",schemaPath:"#/definitions/path/allOf/0/pattern",keyword:"pattern",params:{pattern: "^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"},message:"must match pattern \""+"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"+"\"",schema:"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)",parentSchema:schema13.allOf[0],data:data76};
if(vErrors === null){
vErrors = [err166];
}
else {
vErrors.push(err166);
}
errors++;
}
}
if(typeof data76 === "string"){
if(!pattern2.test(data76)){
const err167 = {instancePath:instancePath+"/secrets/identity",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data76};
if(vErrors === null){
vErrors = [err167];
}
else {
vErrors.push(err167);
}
errors++;
}
}
else {
const err168 = {instancePath:instancePath+"/secrets/identity",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data76};
if(vErrors === null){
vErrors = [err168];
}
else {
vErrors.push(err168);
}
errors++;
}
}
if(data71.recipients !== undefined){
let data77 = data71.recipients;
if(Array.isArray(data77)){
const len13 = data77.length;
for(let i13=0; i13<len13; i13++){
let data78 = data77[i13];
if(typeof data78 === "string"){
if(!pattern54.test(data78)){
const err169 = {instancePath:instancePath+"/secrets/recipients/" + i13,schemaPath:"#/properties/secrets/properties/recipients/items/pattern",keyword:"pattern",params:{pattern: "^age1[0-9a-z]+$"},message:"must match pattern \""+"^age1[0-9a-z]+$"+"\"",schema:"^age1[0-9a-z]+$",parentSchema:schema11.properties.secrets.properties.recipients.items,data:data78};
if(vErrors === null){
vErrors = [err169];
}
else {
vErrors.push(err169);
}
errors++;
}
}
else {
const err170 = {instancePath:instancePath+"/secrets/recipients/" + i13,schemaPath:"#/properties/secrets/properties/recipients/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.secrets.properties.recipients.items.type,parentSchema:schema11.properties.secrets.properties.recipients.items,data:data78};
if(vErrors === null){
vErrors = [err170];
}
else {
vErrors.push(err170);
}
errors++;
}
}
}
else {
const err171 = {instancePath:instancePath+"/secrets/recipients",schemaPath:"#/properties/secrets/properties/recipients/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.secrets.properties.recipients.type,parentSchema:schema11.properties.secrets.properties.recipients,data:data77};
if(vErrors === null){
vErrors = [err171];
}
else {
vErrors.push(err171);
}
errors++;
}
}
if(data71.postgres_password !== undefined){
if(!(validate16(data71.postgres_password, {instancePath:instancePath+"/secrets/postgres_password",parentData:data71,parentDataProperty:"postgres_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data71.replicator_password !== undefined){
if(!(validate16(data71.replicator_password, {instancePath:instancePath+"/secrets/replicator_password",parentData:data71,parentDataProperty:"replicator_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data71.patroni_rest_password !== undefined){
if(!(validate16(data71.patroni_rest_password, {instancePath:instancePath+"/secrets/patroni_rest_password",parentData:data71,parentDataProperty:"patroni_rest_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data71.etcd_root_password !== undefined){
if(!(validate16(data71.etcd_root_password, {instancePath:instancePath+"/secrets/etcd_root_password",parentData:data71,parentDataProperty:"etcd_root_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data71.etcd_patroni_password !== undefined){
if(!(validate16(data71.etcd_patroni_password, {instancePath:instancePath+"/secrets/etcd_patroni_password",parentData:data71,parentDataProperty:"etcd_patroni_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data71.etcd_token !== undefined){
if(!(validate16(data71.etcd_token, {instancePath:instancePath+"/secrets/etcd_token",parentData:data71,parentDataProperty:"etcd_token",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data71.cloudify_db_password !== undefined){
if(!(validate16(data71.cloudify_db_password, {instancePath:instancePath+"/secrets/cloudify_db_password",parentData:data71,parentDataProperty:"cloudify_db_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data71.rabbitmq_password !== undefined){
if(!(validate16(data71.rabbitmq_password, {instancePath:instancePath+"/secrets/rabbitmq_password",parentData:data71,parentDataProperty:"rabbitmq_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data71.erlang_cookie !== undefined){
if(!(validate16(data71.erlang_cookie, {instancePath:instancePath+"/secrets/erlang_cookie",parentData:data71,parentDataProperty:"erlang_cookie",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data71.manager_admin_password !== undefined){
if(!(validate16(data71.manager_admin_password, {instancePath:instancePath+"/secrets/manager_admin_password",parentData:data71,parentDataProperty:"manager_admin_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data71.monitoring_password !== undefined){
if(!(validate16(data71.monitoring_password, {instancePath:instancePath+"/secrets/monitoring_password",parentData:data71,parentDataProperty:"monitoring_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data71.db_monitoring_password !== undefined){
if(!(validate16(data71.db_monitoring_password, {instancePath:instancePath+"/secrets/db_monitoring_password",parentData:data71,parentDataProperty:"db_monitoring_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data71.receipt_key !== undefined){
if(!(validate16(data71.receipt_key, {instancePath:instancePath+"/secrets/receipt_key",parentData:data71,parentDataProperty:"receipt_key",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
for(const key17 in data71){
if(pattern47.test(key17)){
if(!(validate16(data71[key17], {instancePath:instancePath+"/secrets/" + key17.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data71,parentDataProperty:key17,rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
}
}
else {
const err172 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.secrets.type,parentSchema:schema11.properties.secrets,data:data71};
if(vErrors === null){
vErrors = [err172];
}
else {
vErrors.push(err172);
}
errors++;
}
}
if(data.name_resolution !== undefined){
let data93 = data.name_resolution;
if(!((data93 === "dns") || (data93 === "hosts-file"))){
const err173 = {instancePath:instancePath+"/name_resolution",schemaPath:"#/properties/name_resolution/enum",keyword:"enum",params:{allowedValues: schema11.properties.name_resolution.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.name_resolution.enum,parentSchema:schema11.properties.name_resolution,data:data93};
if(vErrors === null){
vErrors = [err173];
}
else {
vErrors.push(err173);
}
errors++;
}
}
if(data.monitoring !== undefined){
let data94 = data.monitoring;
if(typeof data94 !== "boolean"){
const err174 = {instancePath:instancePath+"/monitoring",schemaPath:"#/properties/monitoring/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.monitoring.type,parentSchema:schema11.properties.monitoring,data:data94};
if(vErrors === null){
vErrors = [err174];
}
else {
vErrors.push(err174);
}
errors++;
}
}
if(data.ssl_client_verification !== undefined){
let data95 = data.ssl_client_verification;
if(typeof data95 !== "boolean"){
const err175 = {instancePath:instancePath+"/ssl_client_verification",schemaPath:"#/properties/ssl_client_verification/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.ssl_client_verification.type,parentSchema:schema11.properties.ssl_client_verification,data:data95};
if(vErrors === null){
vErrors = [err175];
}
else {
vErrors.push(err175);
}
errors++;
}
}
if(data.topology !== undefined){
let data96 = data.topology;
if(data96 && typeof data96 == "object" && !Array.isArray(data96)){
for(const key18 in data96){
if(!(key18 === "below_minimum")){
const err176 = {instancePath:instancePath+"/topology",schemaPath:"#/properties/topology/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key18},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.topology,data:data96};
if(vErrors === null){
vErrors = [err176];
}
else {
vErrors.push(err176);
}
errors++;
}
}
if(data96.below_minimum !== undefined){
let data97 = data96.below_minimum;
if(!(data97 === "accept")){
const err177 = {instancePath:instancePath+"/topology/below_minimum",schemaPath:"#/properties/topology/properties/below_minimum/enum",keyword:"enum",params:{allowedValues: schema11.properties.topology.properties.below_minimum.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.topology.properties.below_minimum.enum,parentSchema:schema11.properties.topology.properties.below_minimum,data:data97};
if(vErrors === null){
vErrors = [err177];
}
else {
vErrors.push(err177);
}
errors++;
}
}
}
else {
const err178 = {instancePath:instancePath+"/topology",schemaPath:"#/properties/topology/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.topology.type,parentSchema:schema11.properties.topology,data:data96};
if(vErrors === null){
vErrors = [err178];
}
else {
vErrors.push(err178);
}
errors++;
}
}
if(data.databases !== undefined){
let data98 = data.databases;
if(data98 && typeof data98 == "object" && !Array.isArray(data98)){
for(const key19 in data98){
if(!((((key19 === "hosts") || (key19 === "external")) || (key19 === "ssh")) || (key19 === "config"))){
const err179 = {instancePath:instancePath+"/databases",schemaPath:"#/properties/databases/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key19},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.databases,data:data98};
if(vErrors === null){
vErrors = [err179];
}
else {
vErrors.push(err179);
}
errors++;
}
}
if(data98.hosts !== undefined){
if(!(validate31(data98.hosts, {instancePath:instancePath+"/databases/hosts",parentData:data98,parentDataProperty:"hosts",rootData}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
}
if(data98.external !== undefined){
let data100 = data98.external;
if(data100 && typeof data100 == "object" && !Array.isArray(data100)){
if(data100.address === undefined){
const err180 = {instancePath:instancePath+"/databases/external",schemaPath:"#/properties/databases/properties/external/required",keyword:"required",params:{missingProperty: "address"},message:"must have required property '"+"address"+"'",schema:schema11.properties.databases.properties.external.required,parentSchema:schema11.properties.databases.properties.external,data:data100};
if(vErrors === null){
vErrors = [err180];
}
else {
vErrors.push(err180);
}
errors++;
}
for(const key20 in data100){
if(!(((((((key20 === "address") || (key20 === "port")) || (key20 === "ca")) || (key20 === "user")) || (key20 === "database")) || (key20 === "cloudify_user")) || (key20 === "cloudify_database"))){
const err181 = {instancePath:instancePath+"/databases/external",schemaPath:"#/properties/databases/properties/external/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key20},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.databases.properties.external,data:data100};
if(vErrors === null){
vErrors = [err181];
}
else {
vErrors.push(err181);
}
errors++;
}
}
if(data100.address !== undefined){
let data101 = data100.address;
if(typeof data101 === "string"){
if(!pattern2.test(data101)){
const err182 = {instancePath:instancePath+"/databases/external/address",schemaPath:"#/definitions/address/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema40,data:data101};
if(vErrors === null){
vErrors = [err182];
}
else {
vErrors.push(err182);
}
errors++;
}
}
else {
const err183 = {instancePath:instancePath+"/databases/external/address",schemaPath:"#/definitions/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema40.type,parentSchema:schema40,data:data101};
if(vErrors === null){
vErrors = [err183];
}
else {
vErrors.push(err183);
}
errors++;
}
}
if(data100.port !== undefined){
let data102 = data100.port;
if(!(((typeof data102 == "number") && (!(data102 % 1) && !isNaN(data102))) && (isFinite(data102)))){
const err184 = {instancePath:instancePath+"/databases/external/port",schemaPath:"#/properties/databases/properties/external/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.databases.properties.external.properties.port.type,parentSchema:schema11.properties.databases.properties.external.properties.port,data:data102};
if(vErrors === null){
vErrors = [err184];
}
else {
vErrors.push(err184);
}
errors++;
}
if((typeof data102 == "number") && (isFinite(data102))){
if(data102 > 65535 || isNaN(data102)){
const err185 = {instancePath:instancePath+"/databases/external/port",schemaPath:"#/properties/databases/properties/external/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.databases.properties.external.properties.port,data:data102};
if(vErrors === null){
vErrors = [err185];
}
else {
vErrors.push(err185);
}
errors++;
}
if(data102 < 1 || isNaN(data102)){
const err186 = {instancePath:instancePath+"/databases/external/port",schemaPath:"#/properties/databases/properties/external/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.databases.properties.external.properties.port,data:data102};
if(vErrors === null){
vErrors = [err186];
}
else {
vErrors.push(err186);
}
errors++;
}
}
}
if(data100.ca !== undefined){
let data103 = data100.ca;
if(typeof data103 === "string"){
if(!pattern1.test(data103)){
const err187 = {instancePath:instancePath+"/databases/external/ca",schemaPath:"#/definitions/path/allOf/0/pattern",keyword:"pattern",params:{pattern: "^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"},message:"must match pattern \""+"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"+"\"",schema:"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)",parentSchema:schema13.allOf[0],data:data103};
if(vErrors === null){
vErrors = [err187];
}
else {
vErrors.push(err187);
}
errors++;
}
}
if(typeof data103 === "string"){
if(!pattern2.test(data103)){
const err188 = {instancePath:instancePath+"/databases/external/ca",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data103};
if(vErrors === null){
vErrors = [err188];
}
else {
vErrors.push(err188);
}
errors++;
}
}
else {
const err189 = {instancePath:instancePath+"/databases/external/ca",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data103};
if(vErrors === null){
vErrors = [err189];
}
else {
vErrors.push(err189);
}
errors++;
}
}
if(data100.user !== undefined){
let data104 = data100.user;
if(typeof data104 === "string"){
if(!pattern69.test(data104)){
const err190 = {instancePath:instancePath+"/databases/external/user",schemaPath:"#/definitions/databaseUser/pattern",keyword:"pattern",params:{pattern: "^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$"},message:"must match pattern \""+"^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$"+"\"",schema:"^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$",parentSchema:schema47,data:data104};
if(vErrors === null){
vErrors = [err190];
}
else {
vErrors.push(err190);
}
errors++;
}
}
else {
const err191 = {instancePath:instancePath+"/databases/external/user",schemaPath:"#/definitions/databaseUser/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema47.type,parentSchema:schema47,data:data104};
if(vErrors === null){
vErrors = [err191];
}
else {
vErrors.push(err191);
}
errors++;
}
}
if(data100.database !== undefined){
let data105 = data100.database;
if(typeof data105 === "string"){
if(!pattern70.test(data105)){
const err192 = {instancePath:instancePath+"/databases/external/database",schemaPath:"#/properties/databases/properties/external/properties/database/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_.-]{1,63}$"},message:"must match pattern \""+"^[A-Za-z0-9_.-]{1,63}$"+"\"",schema:"^[A-Za-z0-9_.-]{1,63}$",parentSchema:schema11.properties.databases.properties.external.properties.database,data:data105};
if(vErrors === null){
vErrors = [err192];
}
else {
vErrors.push(err192);
}
errors++;
}
}
else {
const err193 = {instancePath:instancePath+"/databases/external/database",schemaPath:"#/properties/databases/properties/external/properties/database/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.databases.properties.external.properties.database.type,parentSchema:schema11.properties.databases.properties.external.properties.database,data:data105};
if(vErrors === null){
vErrors = [err193];
}
else {
vErrors.push(err193);
}
errors++;
}
}
if(data100.cloudify_user !== undefined){
let data106 = data100.cloudify_user;
if(typeof data106 === "string"){
if(!pattern69.test(data106)){
const err194 = {instancePath:instancePath+"/databases/external/cloudify_user",schemaPath:"#/definitions/databaseUser/pattern",keyword:"pattern",params:{pattern: "^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$"},message:"must match pattern \""+"^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$"+"\"",schema:"^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$",parentSchema:schema47,data:data106};
if(vErrors === null){
vErrors = [err194];
}
else {
vErrors.push(err194);
}
errors++;
}
}
else {
const err195 = {instancePath:instancePath+"/databases/external/cloudify_user",schemaPath:"#/definitions/databaseUser/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema47.type,parentSchema:schema47,data:data106};
if(vErrors === null){
vErrors = [err195];
}
else {
vErrors.push(err195);
}
errors++;
}
}
if(data100.cloudify_database !== undefined){
let data107 = data100.cloudify_database;
if(typeof data107 === "string"){
if(!pattern9.test(data107)){
const err196 = {instancePath:instancePath+"/databases/external/cloudify_database",schemaPath:"#/properties/databases/properties/external/properties/cloudify_database/pattern",keyword:"pattern",params:{pattern: "^[a-z_][a-z0-9_]{0,62}$"},message:"must match pattern \""+"^[a-z_][a-z0-9_]{0,62}$"+"\"",schema:"^[a-z_][a-z0-9_]{0,62}$",parentSchema:schema11.properties.databases.properties.external.properties.cloudify_database,data:data107};
if(vErrors === null){
vErrors = [err196];
}
else {
vErrors.push(err196);
}
errors++;
}
}
else {
const err197 = {instancePath:instancePath+"/databases/external/cloudify_database",schemaPath:"#/properties/databases/properties/external/properties/cloudify_database/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.databases.properties.external.properties.cloudify_database.type,parentSchema:schema11.properties.databases.properties.external.properties.cloudify_database,data:data107};
if(vErrors === null){
vErrors = [err197];
}
else {
vErrors.push(err197);
}
errors++;
}
}
}
else {
const err198 = {instancePath:instancePath+"/databases/external",schemaPath:"#/properties/databases/properties/external/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.databases.properties.external.type,parentSchema:schema11.properties.databases.properties.external,data:data100};
if(vErrors === null){
vErrors = [err198];
}
else {
vErrors.push(err198);
}
errors++;
}
}
if(data98.ssh !== undefined){
if(!(validate11(data98.ssh, {instancePath:instancePath+"/databases/ssh",parentData:data98,parentDataProperty:"ssh",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data98.config !== undefined){
let data109 = data98.config;
if(!(data109 && typeof data109 == "object" && !Array.isArray(data109))){
const err199 = {instancePath:instancePath+"/databases/config",schemaPath:"#/definitions/config/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema44.type,parentSchema:schema44,data:data109};
if(vErrors === null){
vErrors = [err199];
}
else {
vErrors.push(err199);
}
errors++;
}
}
}
else {
const err200 = {instancePath:instancePath+"/databases",schemaPath:"#/properties/databases/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.databases.type,parentSchema:schema11.properties.databases,data:data98};
if(vErrors === null){
vErrors = [err200];
}
else {
vErrors.push(err200);
}
errors++;
}
}
if(data.brokers !== undefined){
let data110 = data.brokers;
if(data110 && typeof data110 == "object" && !Array.isArray(data110)){
for(const key21 in data110){
if(!((((((key21 === "hosts") || (key21 === "external")) || (key21 === "ssh")) || (key21 === "config")) || (key21 === "use_long_name")) || (key21 === "user"))){
const err201 = {instancePath:instancePath+"/brokers",schemaPath:"#/properties/brokers/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key21},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.brokers,data:data110};
if(vErrors === null){
vErrors = [err201];
}
else {
vErrors.push(err201);
}
errors++;
}
}
if(data110.hosts !== undefined){
if(!(validate31(data110.hosts, {instancePath:instancePath+"/brokers/hosts",parentData:data110,parentDataProperty:"hosts",rootData}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
}
if(data110.external !== undefined){
let data112 = data110.external;
if(data112 && typeof data112 == "object" && !Array.isArray(data112)){
if(data112.hosts === undefined){
const err202 = {instancePath:instancePath+"/brokers/external",schemaPath:"#/properties/brokers/properties/external/required",keyword:"required",params:{missingProperty: "hosts"},message:"must have required property '"+"hosts"+"'",schema:schema11.properties.brokers.properties.external.required,parentSchema:schema11.properties.brokers.properties.external,data:data112};
if(vErrors === null){
vErrors = [err202];
}
else {
vErrors.push(err202);
}
errors++;
}
for(const key22 in data112){
if(!((key22 === "hosts") || (key22 === "ca"))){
const err203 = {instancePath:instancePath+"/brokers/external",schemaPath:"#/properties/brokers/properties/external/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key22},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.brokers.properties.external,data:data112};
if(vErrors === null){
vErrors = [err203];
}
else {
vErrors.push(err203);
}
errors++;
}
}
if(data112.hosts !== undefined){
let data113 = data112.hosts;
if(Array.isArray(data113)){
if(data113.length < 1){
const err204 = {instancePath:instancePath+"/brokers/external/hosts",schemaPath:"#/properties/brokers/properties/external/properties/hosts/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema11.properties.brokers.properties.external.properties.hosts,data:data113};
if(vErrors === null){
vErrors = [err204];
}
else {
vErrors.push(err204);
}
errors++;
}
const len14 = data113.length;
for(let i14=0; i14<len14; i14++){
if(!(validate38(data113[i14], {instancePath:instancePath+"/brokers/external/hosts/" + i14,parentData:data113,parentDataProperty:i14,rootData}))){
vErrors = vErrors === null ? validate38.errors : vErrors.concat(validate38.errors);
errors = vErrors.length;
}
}
}
else {
const err205 = {instancePath:instancePath+"/brokers/external/hosts",schemaPath:"#/properties/brokers/properties/external/properties/hosts/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.brokers.properties.external.properties.hosts.type,parentSchema:schema11.properties.brokers.properties.external.properties.hosts,data:data113};
if(vErrors === null){
vErrors = [err205];
}
else {
vErrors.push(err205);
}
errors++;
}
}
if(data112.ca !== undefined){
let data115 = data112.ca;
if(typeof data115 === "string"){
if(!pattern1.test(data115)){
const err206 = {instancePath:instancePath+"/brokers/external/ca",schemaPath:"#/definitions/path/allOf/0/pattern",keyword:"pattern",params:{pattern: "^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"},message:"must match pattern \""+"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)"+"\"",schema:"^(?![A-Za-z]:[\\\\/]|\\\\\\\\)",parentSchema:schema13.allOf[0],data:data115};
if(vErrors === null){
vErrors = [err206];
}
else {
vErrors.push(err206);
}
errors++;
}
}
if(typeof data115 === "string"){
if(!pattern2.test(data115)){
const err207 = {instancePath:instancePath+"/brokers/external/ca",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data115};
if(vErrors === null){
vErrors = [err207];
}
else {
vErrors.push(err207);
}
errors++;
}
}
else {
const err208 = {instancePath:instancePath+"/brokers/external/ca",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data115};
if(vErrors === null){
vErrors = [err208];
}
else {
vErrors.push(err208);
}
errors++;
}
}
}
else {
const err209 = {instancePath:instancePath+"/brokers/external",schemaPath:"#/properties/brokers/properties/external/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.brokers.properties.external.type,parentSchema:schema11.properties.brokers.properties.external,data:data112};
if(vErrors === null){
vErrors = [err209];
}
else {
vErrors.push(err209);
}
errors++;
}
}
if(data110.ssh !== undefined){
if(!(validate11(data110.ssh, {instancePath:instancePath+"/brokers/ssh",parentData:data110,parentDataProperty:"ssh",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data110.config !== undefined){
let data117 = data110.config;
if(!(data117 && typeof data117 == "object" && !Array.isArray(data117))){
const err210 = {instancePath:instancePath+"/brokers/config",schemaPath:"#/definitions/config/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema44.type,parentSchema:schema44,data:data117};
if(vErrors === null){
vErrors = [err210];
}
else {
vErrors.push(err210);
}
errors++;
}
}
if(data110.use_long_name !== undefined){
let data118 = data110.use_long_name;
if(typeof data118 !== "boolean"){
const err211 = {instancePath:instancePath+"/brokers/use_long_name",schemaPath:"#/properties/brokers/properties/use_long_name/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.brokers.properties.use_long_name.type,parentSchema:schema11.properties.brokers.properties.use_long_name,data:data118};
if(vErrors === null){
vErrors = [err211];
}
else {
vErrors.push(err211);
}
errors++;
}
}
if(data110.user !== undefined){
let data119 = data110.user;
if(typeof data119 === "string"){
if(!pattern7.test(data119)){
const err212 = {instancePath:instancePath+"/brokers/user",schemaPath:"#/definitions/user/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9._-]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9._-]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9._-]*$",parentSchema:schema15,data:data119};
if(vErrors === null){
vErrors = [err212];
}
else {
vErrors.push(err212);
}
errors++;
}
}
else {
const err213 = {instancePath:instancePath+"/brokers/user",schemaPath:"#/definitions/user/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.type,parentSchema:schema15,data:data119};
if(vErrors === null){
vErrors = [err213];
}
else {
vErrors.push(err213);
}
errors++;
}
}
}
else {
const err214 = {instancePath:instancePath+"/brokers",schemaPath:"#/properties/brokers/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.brokers.type,parentSchema:schema11.properties.brokers,data:data110};
if(vErrors === null){
vErrors = [err214];
}
else {
vErrors.push(err214);
}
errors++;
}
}
if(data.managers !== undefined){
let data120 = data.managers;
if(data120 && typeof data120 == "object" && !Array.isArray(data120)){
if(data120.hosts === undefined){
const err215 = {instancePath:instancePath+"/managers",schemaPath:"#/properties/managers/required",keyword:"required",params:{missingProperty: "hosts"},message:"must have required property '"+"hosts"+"'",schema:schema11.properties.managers.required,parentSchema:schema11.properties.managers,data:data120};
if(vErrors === null){
vErrors = [err215];
}
else {
vErrors.push(err215);
}
errors++;
}
for(const key23 in data120){
if(!(((key23 === "hosts") || (key23 === "ssh")) || (key23 === "config"))){
const err216 = {instancePath:instancePath+"/managers",schemaPath:"#/properties/managers/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key23},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.managers,data:data120};
if(vErrors === null){
vErrors = [err216];
}
else {
vErrors.push(err216);
}
errors++;
}
}
if(data120.hosts !== undefined){
if(!(validate31(data120.hosts, {instancePath:instancePath+"/managers/hosts",parentData:data120,parentDataProperty:"hosts",rootData}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
}
if(data120.ssh !== undefined){
if(!(validate11(data120.ssh, {instancePath:instancePath+"/managers/ssh",parentData:data120,parentDataProperty:"ssh",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data120.config !== undefined){
let data123 = data120.config;
if(!(data123 && typeof data123 == "object" && !Array.isArray(data123))){
const err217 = {instancePath:instancePath+"/managers/config",schemaPath:"#/definitions/config/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema44.type,parentSchema:schema44,data:data123};
if(vErrors === null){
vErrors = [err217];
}
else {
vErrors.push(err217);
}
errors++;
}
}
}
else {
const err218 = {instancePath:instancePath+"/managers",schemaPath:"#/properties/managers/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.managers.type,parentSchema:schema11.properties.managers,data:data120};
if(vErrors === null){
vErrors = [err218];
}
else {
vErrors.push(err218);
}
errors++;
}
}
if(data.load_balancers !== undefined){
let data124 = data.load_balancers;
if(data124 && typeof data124 == "object" && !Array.isArray(data124)){
for(const key24 in data124){
if(!((((key24 === "hosts") || (key24 === "external")) || (key24 === "virtual_ip")) || (key24 === "ssh"))){
const err219 = {instancePath:instancePath+"/load_balancers",schemaPath:"#/properties/load_balancers/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key24},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.load_balancers,data:data124};
if(vErrors === null){
vErrors = [err219];
}
else {
vErrors.push(err219);
}
errors++;
}
}
if(data124.hosts !== undefined){
if(!(validate31(data124.hosts, {instancePath:instancePath+"/load_balancers/hosts",parentData:data124,parentDataProperty:"hosts",rootData}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
}
if(data124.external !== undefined){
let data126 = data124.external;
if(data126 && typeof data126 == "object" && !Array.isArray(data126)){
if(data126.address === undefined){
const err220 = {instancePath:instancePath+"/load_balancers/external",schemaPath:"#/properties/load_balancers/properties/external/required",keyword:"required",params:{missingProperty: "address"},message:"must have required property '"+"address"+"'",schema:schema11.properties.load_balancers.properties.external.required,parentSchema:schema11.properties.load_balancers.properties.external,data:data126};
if(vErrors === null){
vErrors = [err220];
}
else {
vErrors.push(err220);
}
errors++;
}
for(const key25 in data126){
if(!(key25 === "address")){
const err221 = {instancePath:instancePath+"/load_balancers/external",schemaPath:"#/properties/load_balancers/properties/external/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key25},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.load_balancers.properties.external,data:data126};
if(vErrors === null){
vErrors = [err221];
}
else {
vErrors.push(err221);
}
errors++;
}
}
if(data126.address !== undefined){
let data127 = data126.address;
if(typeof data127 === "string"){
if(!pattern2.test(data127)){
const err222 = {instancePath:instancePath+"/load_balancers/external/address",schemaPath:"#/definitions/address/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema40,data:data127};
if(vErrors === null){
vErrors = [err222];
}
else {
vErrors.push(err222);
}
errors++;
}
}
else {
const err223 = {instancePath:instancePath+"/load_balancers/external/address",schemaPath:"#/definitions/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema40.type,parentSchema:schema40,data:data127};
if(vErrors === null){
vErrors = [err223];
}
else {
vErrors.push(err223);
}
errors++;
}
}
}
else {
const err224 = {instancePath:instancePath+"/load_balancers/external",schemaPath:"#/properties/load_balancers/properties/external/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.load_balancers.properties.external.type,parentSchema:schema11.properties.load_balancers.properties.external,data:data126};
if(vErrors === null){
vErrors = [err224];
}
else {
vErrors.push(err224);
}
errors++;
}
}
if(data124.virtual_ip !== undefined){
let data128 = data124.virtual_ip;
if(data128 && typeof data128 == "object" && !Array.isArray(data128)){
if(data128.address === undefined){
const err225 = {instancePath:instancePath+"/load_balancers/virtual_ip",schemaPath:"#/properties/load_balancers/properties/virtual_ip/required",keyword:"required",params:{missingProperty: "address"},message:"must have required property '"+"address"+"'",schema:schema11.properties.load_balancers.properties.virtual_ip.required,parentSchema:schema11.properties.load_balancers.properties.virtual_ip,data:data128};
if(vErrors === null){
vErrors = [err225];
}
else {
vErrors.push(err225);
}
errors++;
}
if(data128.interface === undefined){
const err226 = {instancePath:instancePath+"/load_balancers/virtual_ip",schemaPath:"#/properties/load_balancers/properties/virtual_ip/required",keyword:"required",params:{missingProperty: "interface"},message:"must have required property '"+"interface"+"'",schema:schema11.properties.load_balancers.properties.virtual_ip.required,parentSchema:schema11.properties.load_balancers.properties.virtual_ip,data:data128};
if(vErrors === null){
vErrors = [err226];
}
else {
vErrors.push(err226);
}
errors++;
}
for(const key26 in data128){
if(!(((key26 === "address") || (key26 === "prefix_length")) || (key26 === "interface"))){
const err227 = {instancePath:instancePath+"/load_balancers/virtual_ip",schemaPath:"#/properties/load_balancers/properties/virtual_ip/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key26},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.load_balancers.properties.virtual_ip,data:data128};
if(vErrors === null){
vErrors = [err227];
}
else {
vErrors.push(err227);
}
errors++;
}
}
if(data128.address !== undefined){
let data129 = data128.address;
if(typeof data129 === "string"){
if(!pattern2.test(data129)){
const err228 = {instancePath:instancePath+"/load_balancers/virtual_ip/address",schemaPath:"#/definitions/address/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema40,data:data129};
if(vErrors === null){
vErrors = [err228];
}
else {
vErrors.push(err228);
}
errors++;
}
}
else {
const err229 = {instancePath:instancePath+"/load_balancers/virtual_ip/address",schemaPath:"#/definitions/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema40.type,parentSchema:schema40,data:data129};
if(vErrors === null){
vErrors = [err229];
}
else {
vErrors.push(err229);
}
errors++;
}
}
if(data128.prefix_length !== undefined){
let data130 = data128.prefix_length;
if(!(((typeof data130 == "number") && (!(data130 % 1) && !isNaN(data130))) && (isFinite(data130)))){
const err230 = {instancePath:instancePath+"/load_balancers/virtual_ip/prefix_length",schemaPath:"#/properties/load_balancers/properties/virtual_ip/properties/prefix_length/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.load_balancers.properties.virtual_ip.properties.prefix_length.type,parentSchema:schema11.properties.load_balancers.properties.virtual_ip.properties.prefix_length,data:data130};
if(vErrors === null){
vErrors = [err230];
}
else {
vErrors.push(err230);
}
errors++;
}
if((typeof data130 == "number") && (isFinite(data130))){
if(data130 > 30 || isNaN(data130)){
const err231 = {instancePath:instancePath+"/load_balancers/virtual_ip/prefix_length",schemaPath:"#/properties/load_balancers/properties/virtual_ip/properties/prefix_length/maximum",keyword:"maximum",params:{comparison: "<=", limit: 30},message:"must be <= 30",schema:30,parentSchema:schema11.properties.load_balancers.properties.virtual_ip.properties.prefix_length,data:data130};
if(vErrors === null){
vErrors = [err231];
}
else {
vErrors.push(err231);
}
errors++;
}
if(data130 < 8 || isNaN(data130)){
const err232 = {instancePath:instancePath+"/load_balancers/virtual_ip/prefix_length",schemaPath:"#/properties/load_balancers/properties/virtual_ip/properties/prefix_length/minimum",keyword:"minimum",params:{comparison: ">=", limit: 8},message:"must be >= 8",schema:8,parentSchema:schema11.properties.load_balancers.properties.virtual_ip.properties.prefix_length,data:data130};
if(vErrors === null){
vErrors = [err232];
}
else {
vErrors.push(err232);
}
errors++;
}
}
}
if(data128.interface !== undefined){
let data131 = data128.interface;
if(typeof data131 === "string"){
if(!pattern81.test(data131)){
const err233 = {instancePath:instancePath+"/load_balancers/virtual_ip/interface",schemaPath:"#/properties/load_balancers/properties/virtual_ip/properties/interface/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$",parentSchema:schema11.properties.load_balancers.properties.virtual_ip.properties.interface,data:data131};
if(vErrors === null){
vErrors = [err233];
}
else {
vErrors.push(err233);
}
errors++;
}
}
else {
const err234 = {instancePath:instancePath+"/load_balancers/virtual_ip/interface",schemaPath:"#/properties/load_balancers/properties/virtual_ip/properties/interface/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.load_balancers.properties.virtual_ip.properties.interface.type,parentSchema:schema11.properties.load_balancers.properties.virtual_ip.properties.interface,data:data131};
if(vErrors === null){
vErrors = [err234];
}
else {
vErrors.push(err234);
}
errors++;
}
}
}
else {
const err235 = {instancePath:instancePath+"/load_balancers/virtual_ip",schemaPath:"#/properties/load_balancers/properties/virtual_ip/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.load_balancers.properties.virtual_ip.type,parentSchema:schema11.properties.load_balancers.properties.virtual_ip,data:data128};
if(vErrors === null){
vErrors = [err235];
}
else {
vErrors.push(err235);
}
errors++;
}
}
if(data124.ssh !== undefined){
if(!(validate11(data124.ssh, {instancePath:instancePath+"/load_balancers/ssh",parentData:data124,parentDataProperty:"ssh",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
}
else {
const err236 = {instancePath:instancePath+"/load_balancers",schemaPath:"#/properties/load_balancers/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.load_balancers.type,parentSchema:schema11.properties.load_balancers,data:data124};
if(vErrors === null){
vErrors = [err236];
}
else {
vErrors.push(err236);
}
errors++;
}
}
}
else {
const err237 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err237];
}
else {
vErrors.push(err237);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}

