// Made from schema/inventory.schema.json by build/schemas.ts. Do not edit.
"use strict";
export const validate = validate10;
export default validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","title":"Quorate inventory","description":"One cluster: its hosts, how to reach them, and where certificates and secrets are. Relative paths are relative to this file.","type":"object","additionalProperties":false,"required":["name","cloudify","tls","secrets","databases","brokers","managers"],"properties":{"name":{"description":"the cluster's name, also in lock and run folders","$ref":"#/definitions/name"},"cloudify":{"description":"the product: release, package, license, admin user","type":"object","additionalProperties":false,"required":["version"],"properties":{"version":{"description":"the release to install, such as '7.0.4' or 5.0.5-dev","type":"string","pattern":"^(0|[1-9]\\d{0,3})\\.(0|[1-9]\\d{0,3})(\\.(0|[1-9]\\d{0,3}))?(-dev)?$","patternErrorMessage":"a release looks like 7.0.4 or 5.0.5-dev"},"package":{"description":"the installer package (.rpm or .deb) on this machine; without it the hosts must have it already","$ref":"#/definitions/path"},"license":{"description":"the license file on this machine, uploaded by the first manager; false: one is uploaded later","type":["string","boolean"],"not":{"const":true},"pattern":"\\S","patternErrorMessage":"a path cannot be empty"},"admin_user":{"description":"the administrator that the first manager creates","default":"admin","$ref":"#/definitions/user"}}},"ssh":{"description":"how to reach every host, unless its role or the host itself says otherwise","$ref":"#/definitions/ssh"},"tls":{"description":"where the certificates are","type":"object","additionalProperties":false,"required":["directory"],"properties":{"directory":{"description":"a folder with ca.crt and, per host, <name>.crt and <name>.key","$ref":"#/definitions/path"}}},"secrets":{"description":"where the passwords are: a file, environment variables or a command for all of them, or each by itself","type":"object","additionalProperties":false,"properties":{"file":{"description":"a file of \"name: value\" lines, encrypted with age; a plain one, mode 0600, is warned about","$ref":"#/definitions/path"},"env":{"description":"environment variables: true for QUORATE_POSTGRES_PASSWORD and so on, or another prefix than QUORATE_","type":["boolean","string"],"not":{"const":false},"pattern":"^[A-Za-z_][A-Za-z0-9_]*$","patternErrorMessage":"a prefix of environment variables has letters, digits and underscores"},"command":{"description":"a program that prints \"name: value\" lines, such as [sops, -d, secrets.yaml]; no shell","$ref":"#/definitions/command"},"identity":{"description":"the age identity that opens what is encrypted; without it a passphrase is asked for","$ref":"#/definitions/path"},"recipients":{"description":"whom quorate encrypts for besides the identity's owner: age1…","type":"array","items":{"type":"string","pattern":"^age1[0-9a-z]+$","patternErrorMessage":"a recipient begins with age1, as age-keygen -y prints it"}},"postgres_password":{"description":"of the PostgreSQL superuser","$ref":"#/definitions/value"},"replicator_password":{"description":"of the PostgreSQL account that replicates","$ref":"#/definitions/value"},"patroni_rest_password":{"description":"of Patroni's REST interface","$ref":"#/definitions/value"},"etcd_root_password":{"description":"of the root user of etcd","$ref":"#/definitions/value"},"etcd_patroni_password":{"description":"of Patroni's user in etcd","$ref":"#/definitions/value"},"etcd_token":{"description":"tells this etcd cluster from others","$ref":"#/definitions/value"},"cloudify_db_password":{"description":"of the managers' account in PostgreSQL","$ref":"#/definitions/value"},"rabbitmq_password":{"description":"of the managers' user in RabbitMQ","$ref":"#/definitions/value"},"erlang_cookie":{"description":"shared by the nodes of the RabbitMQ cluster","$ref":"#/definitions/value"},"manager_admin_password":{"description":"of the administrator","$ref":"#/definitions/value"},"monitoring_password":{"description":"of the monitoring service","$ref":"#/definitions/value"},"db_monitoring_password":{"description":"of the account that monitors PostgreSQL","$ref":"#/definitions/value"},"receipt_key":{"description":"Quorate's own: keys what hosts remember","$ref":"#/definitions/value"}}},"name_resolution":{"description":"dns: the hosts' names must resolve both ways; hosts-file: a block in /etc/hosts of all brokers and managers (not recommended in production)","enum":["dns","hosts-file"],"default":"dns"},"monitoring":{"description":"install the product's monitoring service on databases, brokers and managers; cfy cluster status needs it","type":"boolean","default":true},"ssl_client_verification":{"description":"PostgreSQL demands a certificate of its clients; each manager then needs <name>-db-client and <name>-db-superuser","type":"boolean","default":false},"topology":{"description":"exceptions to the best-practice layout","type":"object","additionalProperties":false,"properties":{"below_minimum":{"description":"accept: fewer hosts than 3 databases, 3 brokers and 2 managers, with a warning","enum":["accept"]}}},"databases":{"description":"PostgreSQL with Patroni and etcd; or external: a PostgreSQL of somebody else","type":"object","additionalProperties":false,"properties":{"hosts":{"description":"at least three, an odd number","$ref":"#/definitions/hosts"},"external":{"description":"instead of hosts, { address: … }: a PostgreSQL server that somebody else runs","type":"object","additionalProperties":false,"required":["address"],"properties":{"address":{"description":"the server's IP address or name, as the managers reach it and as its certificate says","$ref":"#/definitions/address"},"port":{"description":"the product's installer knows 5432 only","type":"integer","minimum":1,"maximum":65535,"default":5432},"ca":{"description":"the certificate of the CA that signed the server's; default: ca.crt of tls.directory","$ref":"#/definitions/path"},"user":{"description":"whom the first manager logs in as to create its account and databases; Azure: postgres@server","default":"postgres","$ref":"#/definitions/databaseUser"},"database":{"description":"the database that user logs in to","default":"postgres","type":"string","pattern":"^[A-Za-z0-9_.-]{1,63}$","patternErrorMessage":"a database has letters, digits, dots, hyphens and underscores, at most 63"},"cloudify_user":{"description":"the account that the first manager creates; Azure: cloudify@server","default":"cloudify","$ref":"#/definitions/databaseUser"},"cloudify_database":{"description":"the database that the first manager creates","default":"cloudify_db","type":"string","pattern":"^[a-z_][a-z0-9_]{0,62}$","patternErrorMessage":"the product does not quote it in SQL: lower-case letters, digits and underscores, at most 63"}}},"ssh":{"description":"ssh settings of this role","$ref":"#/definitions/ssh"},"config":{"description":"overlay for this role's hosts","$ref":"#/definitions/config"}}},"brokers":{"description":"RabbitMQ; the first host founds the cluster, the others join it; or external: one of somebody else","type":"object","additionalProperties":false,"properties":{"hosts":{"description":"at least three","$ref":"#/definitions/hosts"},"external":{"description":"instead of hosts, { hosts: [{ address: … }] }: a RabbitMQ that somebody else runs","type":"object","additionalProperties":false,"required":["hosts"],"properties":{"hosts":{"description":"its nodes, or the one address of the service","type":"array","minItems":1,"items":{"$ref":"#/definitions/externalBroker"}},"ca":{"description":"the certificate of the CA that signed its certificates; default: ca.crt of tls.directory","$ref":"#/definitions/path"}}},"ssh":{"description":"ssh settings of this role","$ref":"#/definitions/ssh"},"config":{"description":"overlay for this role's hosts","$ref":"#/definitions/config"},"use_long_name":{"description":"node names are full host names (with dots) instead of short ones","type":"boolean","default":false},"user":{"description":"the RabbitMQ user of the managers","default":"cloudify","$ref":"#/definitions/user"}}},"managers":{"description":"Cloudify managers; the first creates the database, the others join","type":"object","additionalProperties":false,"required":["hosts"],"properties":{"hosts":{"description":"two to ten","$ref":"#/definitions/hosts"},"ssh":{"description":"ssh settings of this role","$ref":"#/definitions/ssh"},"config":{"description":"overlay for this role's hosts","$ref":"#/definitions/config"}}},"load_balancers":{"description":"HAProxy in front of the managers; or external: a load balancer of somebody else; may be left out","type":"object","additionalProperties":false,"properties":{"hosts":{"description":"one or more","$ref":"#/definitions/hosts"},"external":{"description":"instead of hosts, { address: … }: a load balancer that somebody else runs","type":"object","additionalProperties":false,"required":["address"],"properties":{"address":{"description":"its IP address or name; becomes the network load_balancer of managers and brokers","$ref":"#/definitions/address"}}},"ssh":{"description":"ssh settings of this role","$ref":"#/definitions/ssh"}}}},"definitions":{"name":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$","patternErrorMessage":"a name has letters, digits, dots, hyphens and underscores, at most 63, a letter or digit first"},"path":{"description":"one path, relative to the inventory; ~ is your home","type":"string","pattern":"\\S","patternErrorMessage":"a path cannot be empty"},"user":{"type":"string","pattern":"^[A-Za-z_][A-Za-z0-9._-]*$","patternErrorMessage":"a user name has letters, digits, dots, hyphens and underscores"},"databaseUser":{"type":"string","pattern":"^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$","patternErrorMessage":"the product does not quote it in SQL: lower-case letters, digits, underscores; Azure: name@server"},"externalBroker":{"type":"object","additionalProperties":false,"required":["address"],"properties":{"name":{"description":"what the managers list it as; default: its address","$ref":"#/definitions/name"},"address":{"description":"its IP address or name, as managers and agents reach it and as its certificate says","$ref":"#/definitions/address"},"networks":{"description":"its addresses in further networks, by the names that the managers have","type":"object","additionalProperties":{"$ref":"#/definitions/address"}}}},"address":{"type":"string","pattern":"\\S","patternErrorMessage":"an address cannot be empty"},"variable":{"type":"string","pattern":"^[A-Za-z_][A-Za-z0-9_]*$","patternErrorMessage":"the name of an environment variable has letters, digits and underscores"},"command":{"description":"a list: the program and its arguments, such as [pass, show, prod/postgres]","type":"array","minItems":1,"items":{"type":"string","pattern":"^[^\\u0000]+$","patternErrorMessage":"a program and its arguments cannot be empty"}},"value":{"description":"one of { env: NAME }, { file: path } and { command: [program, argument] }","type":"object","additionalProperties":false,"minProperties":1,"maxProperties":1,"properties":{"env":{"description":"the name of an environment variable","$ref":"#/definitions/variable"},"file":{"description":"a file that has the value and nothing else, mode 0600","$ref":"#/definitions/path"},"command":{"description":"a program that prints the value; no shell","$ref":"#/definitions/command"}}},"password":{"description":"text, or one of { env: NAME }, { file: path } and { command: [program, argument] }","type":["string","number","object"],"additionalProperties":false,"minProperties":1,"maxProperties":1,"pattern":"^.","patternErrorMessage":"a password cannot be empty","properties":{"env":{"description":"the name of an environment variable","$ref":"#/definitions/variable"},"file":{"description":"a file that has the value and nothing else, mode 0600","$ref":"#/definitions/path"},"command":{"description":"a program that prints the value; no shell","$ref":"#/definitions/command"}}},"config":{"description":"merged over the rendered /etc/cloudify/config.yaml: the role's, then the host's; maps are merged, all else is replaced","type":"object"},"hosts":{"type":"array","minItems":1,"items":{"$ref":"#/definitions/host"}},"host":{"type":"object","additionalProperties":false,"required":["name","address"],"properties":{"name":{"description":"the host's name here, in messages and in the names of its certificate files","$ref":"#/definitions/name"},"address":{"description":"where SSH connects: an IP address or a name","$ref":"#/definitions/address"},"private_ip":{"description":"the address of the cluster's own traffic; default: address","$ref":"#/definitions/address"},"public_ip":{"description":"the address or name that clients use; default: private_ip","$ref":"#/definitions/address"},"hostname":{"description":"what `hostname` prints there (brokers: `hostname -s`); default: name","type":"string","pattern":"^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$","patternErrorMessage":"a host name has letters, digits and hyphens, and dots between its parts"},"networks":{"description":"further networks by name, with this host's address in each (brokers and managers)","type":"object","additionalProperties":{"$ref":"#/definitions/address"}},"ssh":{"description":"ssh settings of this host","$ref":"#/definitions/ssh"},"config":{"description":"overlay for this host","$ref":"#/definitions/config"}}},"ssh":{"type":"object","additionalProperties":false,"properties":{"user":{"description":"the account to log in with","$ref":"#/definitions/user"},"port":{"description":"the port of sshd","type":"integer","minimum":1,"maximum":65535,"default":22},"identity":{"description":"a private key on this machine; default: the agent and the usual keys","$ref":"#/definitions/path"},"agent":{"description":"ask the SSH agent for keys; default: true, but false where identity is given","type":"boolean"},"password":{"description":"log in with a password","$ref":"#/definitions/password"},"become":{"description":"become root through sudo; { password: … } where sudo asks for one; default: true, but false for root","type":["boolean","object"],"additionalProperties":false,"required":["password"],"properties":{"password":{"description":"what sudo asks for","$ref":"#/definitions/password"}}},"known_hosts":{"description":"the known_hosts file on this machine","default":"~/.ssh/known_hosts","$ref":"#/definitions/path"},"connect_timeout":{"description":"seconds to wait for a connection","type":"integer","minimum":1,"maximum":600,"default":15}}}}};
const schema12 = {"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$","patternErrorMessage":"a name has letters, digits, dots, hyphens and underscores, at most 63, a letter or digit first"};
const schema13 = {"description":"one path, relative to the inventory; ~ is your home","type":"string","pattern":"\\S","patternErrorMessage":"a path cannot be empty"};
const schema14 = {"type":"string","pattern":"^[A-Za-z_][A-Za-z0-9._-]*$","patternErrorMessage":"a user name has letters, digits, dots, hyphens and underscores"};
const schema21 = {"description":"a list: the program and its arguments, such as [pass, show, prod/postgres]","type":"array","minItems":1,"items":{"type":"string","pattern":"^[^\\u0000]+$","patternErrorMessage":"a program and its arguments cannot be empty"}};
const schema34 = {"type":"string","pattern":"\\S","patternErrorMessage":"an address cannot be empty"};
const schema41 = {"type":"string","pattern":"^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$","patternErrorMessage":"the product does not quote it in SQL: lower-case letters, digits, underscores; Azure: name@server"};
const schema38 = {"description":"merged over the rendered /etc/cloudify/config.yaml: the role's, then the host's; maps are merged, all else is replaced","type":"object"};
const func2 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$", "u");
const pattern1 = new RegExp("^(0|[1-9]\\d{0,3})\\.(0|[1-9]\\d{0,3})(\\.(0|[1-9]\\d{0,3}))?(-dev)?$", "u");
const pattern2 = new RegExp("\\S", "u");
const pattern4 = new RegExp("^[A-Za-z_][A-Za-z0-9._-]*$", "u");
const pattern8 = new RegExp("^[A-Za-z_][A-Za-z0-9_]*$", "u");
const pattern10 = new RegExp("^[^\\u0000]+$", "u");
const pattern17 = new RegExp("^age1[0-9a-z]+$", "u");
const pattern29 = new RegExp("^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$", "u");
const pattern30 = new RegExp("^[A-Za-z0-9_.-]{1,63}$", "u");
const pattern32 = new RegExp("^[a-z_][a-z0-9_]{0,62}$", "u");
const schema15 = {"type":"object","additionalProperties":false,"properties":{"user":{"description":"the account to log in with","$ref":"#/definitions/user"},"port":{"description":"the port of sshd","type":"integer","minimum":1,"maximum":65535,"default":22},"identity":{"description":"a private key on this machine; default: the agent and the usual keys","$ref":"#/definitions/path"},"agent":{"description":"ask the SSH agent for keys; default: true, but false where identity is given","type":"boolean"},"password":{"description":"log in with a password","$ref":"#/definitions/password"},"become":{"description":"become root through sudo; { password: … } where sudo asks for one; default: true, but false for root","type":["boolean","object"],"additionalProperties":false,"required":["password"],"properties":{"password":{"description":"what sudo asks for","$ref":"#/definitions/password"}}},"known_hosts":{"description":"the known_hosts file on this machine","default":"~/.ssh/known_hosts","$ref":"#/definitions/path"},"connect_timeout":{"description":"seconds to wait for a connection","type":"integer","minimum":1,"maximum":600,"default":15}}};
const schema18 = {"description":"text, or one of { env: NAME }, { file: path } and { command: [program, argument] }","type":["string","number","object"],"additionalProperties":false,"minProperties":1,"maxProperties":1,"pattern":"^.","patternErrorMessage":"a password cannot be empty","properties":{"env":{"description":"the name of an environment variable","$ref":"#/definitions/variable"},"file":{"description":"a file that has the value and nothing else, mode 0600","$ref":"#/definitions/path"},"command":{"description":"a program that prints the value; no shell","$ref":"#/definitions/command"}}};
const schema19 = {"type":"string","pattern":"^[A-Za-z_][A-Za-z0-9_]*$","patternErrorMessage":"the name of an environment variable has letters, digits and underscores"};
const pattern7 = new RegExp("^.", "u");

function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(((typeof data !== "string") && (!((typeof data == "number") && (isFinite(data))))) && (!(data && typeof data == "object" && !Array.isArray(data)))){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema18.type},message:"must be string,number,object",schema:schema18.type,parentSchema:schema18,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(typeof data === "string"){
if(!pattern7.test(data)){
const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^."},message:"must match pattern \""+"^."+"\"",schema:"^.",parentSchema:schema18,data};
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
const err2 = {instancePath,schemaPath:"#/maxProperties",keyword:"maxProperties",params:{limit: 1},message:"must NOT have more than 1 properties",schema:1,parentSchema:schema18,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(Object.keys(data).length < 1){
const err3 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema18,data};
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
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema18,data};
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
if(!pattern8.test(data0)){
const err5 = {instancePath:instancePath+"/env",schemaPath:"#/definitions/variable/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9_]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9_]*$",parentSchema:schema19,data:data0};
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
const err6 = {instancePath:instancePath+"/env",schemaPath:"#/definitions/variable/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.type,parentSchema:schema19,data:data0};
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
if(!pattern2.test(data1)){
const err7 = {instancePath:instancePath+"/file",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data1};
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
const err8 = {instancePath:instancePath+"/file",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.command !== undefined){
let data2 = data.command;
if(Array.isArray(data2)){
if(data2.length < 1){
const err9 = {instancePath:instancePath+"/command",schemaPath:"#/definitions/command/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema21,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 === "string"){
if(!pattern10.test(data3)){
const err10 = {instancePath:instancePath+"/command/" + i0,schemaPath:"#/definitions/command/items/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000]+$"},message:"must match pattern \""+"^[^\\u0000]+$"+"\"",schema:"^[^\\u0000]+$",parentSchema:schema21.items,data:data3};
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
const err11 = {instancePath:instancePath+"/command/" + i0,schemaPath:"#/definitions/command/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.items.type,parentSchema:schema21.items,data:data3};
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
const err12 = {instancePath:instancePath+"/command",schemaPath:"#/definitions/command/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema21.type,parentSchema:schema21,data:data2};
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
validate12.errors = vErrors;
return errors === 0;
}


function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((((((key0 === "user") || (key0 === "port")) || (key0 === "identity")) || (key0 === "agent")) || (key0 === "password")) || (key0 === "become")) || (key0 === "known_hosts")) || (key0 === "connect_timeout"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema15,data};
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
if(!pattern4.test(data0)){
const err1 = {instancePath:instancePath+"/user",schemaPath:"#/definitions/user/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9._-]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9._-]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9._-]*$",parentSchema:schema14,data:data0};
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
const err2 = {instancePath:instancePath+"/user",schemaPath:"#/definitions/user/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema14.type,parentSchema:schema14,data:data0};
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
const err3 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema15.properties.port.type,parentSchema:schema15.properties.port,data:data1};
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
const err4 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema15.properties.port,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data1 < 1 || isNaN(data1)){
const err5 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema15.properties.port,data:data1};
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
if(!pattern2.test(data2)){
const err6 = {instancePath:instancePath+"/identity",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data2};
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
const err7 = {instancePath:instancePath+"/identity",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.agent !== undefined){
let data3 = data.agent;
if(typeof data3 !== "boolean"){
const err8 = {instancePath:instancePath+"/agent",schemaPath:"#/properties/agent/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema15.properties.agent.type,parentSchema:schema15.properties.agent,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
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
const err9 = {instancePath:instancePath+"/become",schemaPath:"#/properties/become/type",keyword:"type",params:{type: schema15.properties.become.type},message:"must be boolean,object",schema:schema15.properties.become.type,parentSchema:schema15.properties.become,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(data5.password === undefined){
const err10 = {instancePath:instancePath+"/become",schemaPath:"#/properties/become/required",keyword:"required",params:{missingProperty: "password"},message:"must have required property '"+"password"+"'",schema:schema15.properties.become.required,parentSchema:schema15.properties.become,data:data5};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
for(const key1 in data5){
if(!(key1 === "password")){
const err11 = {instancePath:instancePath+"/become",schemaPath:"#/properties/become/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema15.properties.become,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
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
if(!pattern2.test(data7)){
const err12 = {instancePath:instancePath+"/known_hosts",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/known_hosts",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data7};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.connect_timeout !== undefined){
let data8 = data.connect_timeout;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
const err14 = {instancePath:instancePath+"/connect_timeout",schemaPath:"#/properties/connect_timeout/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema15.properties.connect_timeout.type,parentSchema:schema15.properties.connect_timeout,data:data8};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 600 || isNaN(data8)){
const err15 = {instancePath:instancePath+"/connect_timeout",schemaPath:"#/properties/connect_timeout/maximum",keyword:"maximum",params:{comparison: "<=", limit: 600},message:"must be <= 600",schema:600,parentSchema:schema15.properties.connect_timeout,data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data8 < 1 || isNaN(data8)){
const err16 = {instancePath:instancePath+"/connect_timeout",schemaPath:"#/properties/connect_timeout/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema15.properties.connect_timeout,data:data8};
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
}
else {
const err17 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema15.type,parentSchema:schema15,data};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
validate11.errors = vErrors;
return errors === 0;
}

const schema27 = {"description":"one of { env: NAME }, { file: path } and { command: [program, argument] }","type":"object","additionalProperties":false,"minProperties":1,"maxProperties":1,"properties":{"env":{"description":"the name of an environment variable","$ref":"#/definitions/variable"},"file":{"description":"a file that has the value and nothing else, mode 0600","$ref":"#/definitions/path"},"command":{"description":"a program that prints the value; no shell","$ref":"#/definitions/command"}}};

function validate16(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1){
const err0 = {instancePath,schemaPath:"#/maxProperties",keyword:"maxProperties",params:{limit: 1},message:"must NOT have more than 1 properties",schema:1,parentSchema:schema27,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(Object.keys(data).length < 1){
const err1 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema27,data};
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
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema27,data};
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
if(!pattern8.test(data0)){
const err3 = {instancePath:instancePath+"/env",schemaPath:"#/definitions/variable/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9_]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9_]*$",parentSchema:schema19,data:data0};
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
const err4 = {instancePath:instancePath+"/env",schemaPath:"#/definitions/variable/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.type,parentSchema:schema19,data:data0};
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
if(!pattern2.test(data1)){
const err5 = {instancePath:instancePath+"/file",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data1};
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
const err6 = {instancePath:instancePath+"/file",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.command !== undefined){
let data2 = data.command;
if(Array.isArray(data2)){
if(data2.length < 1){
const err7 = {instancePath:instancePath+"/command",schemaPath:"#/definitions/command/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema21,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 === "string"){
if(!pattern10.test(data3)){
const err8 = {instancePath:instancePath+"/command/" + i0,schemaPath:"#/definitions/command/items/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000]+$"},message:"must match pattern \""+"^[^\\u0000]+$"+"\"",schema:"^[^\\u0000]+$",parentSchema:schema21.items,data:data3};
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
const err9 = {instancePath:instancePath+"/command/" + i0,schemaPath:"#/definitions/command/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.items.type,parentSchema:schema21.items,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/command",schemaPath:"#/definitions/command/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema21.type,parentSchema:schema21,data:data2};
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
const err11 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema27.type,parentSchema:schema27,data};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
validate16.errors = vErrors;
return errors === 0;
}

const schema31 = {"type":"array","minItems":1,"items":{"$ref":"#/definitions/host"}};
const schema32 = {"type":"object","additionalProperties":false,"required":["name","address"],"properties":{"name":{"description":"the host's name here, in messages and in the names of its certificate files","$ref":"#/definitions/name"},"address":{"description":"where SSH connects: an IP address or a name","$ref":"#/definitions/address"},"private_ip":{"description":"the address of the cluster's own traffic; default: address","$ref":"#/definitions/address"},"public_ip":{"description":"the address or name that clients use; default: private_ip","$ref":"#/definitions/address"},"hostname":{"description":"what `hostname` prints there (brokers: `hostname -s`); default: name","type":"string","pattern":"^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$","patternErrorMessage":"a host name has letters, digits and hyphens, and dots between its parts"},"networks":{"description":"further networks by name, with this host's address in each (brokers and managers)","type":"object","additionalProperties":{"$ref":"#/definitions/address"}},"ssh":{"description":"ssh settings of this host","$ref":"#/definitions/ssh"},"config":{"description":"overlay for this host","$ref":"#/definitions/config"}}};
const pattern25 = new RegExp("^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$", "u");

function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.address === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "address"},message:"must have required property '"+"address"+"'",schema:schema32.required,parentSchema:schema32,data};
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
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema32,data};
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
const err5 = {instancePath:instancePath+"/address",schemaPath:"#/definitions/address/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema34,data:data1};
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
const err6 = {instancePath:instancePath+"/address",schemaPath:"#/definitions/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.type,parentSchema:schema34,data:data1};
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
const err7 = {instancePath:instancePath+"/private_ip",schemaPath:"#/definitions/address/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema34,data:data2};
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
const err8 = {instancePath:instancePath+"/private_ip",schemaPath:"#/definitions/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.type,parentSchema:schema34,data:data2};
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
const err9 = {instancePath:instancePath+"/public_ip",schemaPath:"#/definitions/address/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema34,data:data3};
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
const err10 = {instancePath:instancePath+"/public_ip",schemaPath:"#/definitions/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.type,parentSchema:schema34,data:data3};
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
if(!pattern25.test(data4)){
const err11 = {instancePath:instancePath+"/hostname",schemaPath:"#/properties/hostname/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$"},message:"must match pattern \""+"^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$"+"\"",schema:"^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$",parentSchema:schema32.properties.hostname,data:data4};
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
const err12 = {instancePath:instancePath+"/hostname",schemaPath:"#/properties/hostname/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.hostname.type,parentSchema:schema32.properties.hostname,data:data4};
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
const err13 = {instancePath:instancePath+"/networks/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/address/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema34,data:data6};
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
const err14 = {instancePath:instancePath+"/networks/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.type,parentSchema:schema34,data:data6};
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
const err15 = {instancePath:instancePath+"/networks",schemaPath:"#/properties/networks/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.properties.networks.type,parentSchema:schema32.properties.networks,data:data5};
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
const err16 = {instancePath:instancePath+"/config",schemaPath:"#/definitions/config/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema38.type,parentSchema:schema38,data:data8};
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
const err17 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.type,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
validate31.errors = vErrors;
return errors === 0;
}


function validate30(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(Array.isArray(data)){
if(data.length < 1){
const err0 = {instancePath,schemaPath:"#/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31,data};
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
if(!(validate31(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.type,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
validate30.errors = vErrors;
return errors === 0;
}

const schema44 = {"type":"object","additionalProperties":false,"required":["address"],"properties":{"name":{"description":"what the managers list it as; default: its address","$ref":"#/definitions/name"},"address":{"description":"its IP address or name, as managers and agents reach it and as its certificate says","$ref":"#/definitions/address"},"networks":{"description":"its addresses in further networks, by the names that the managers have","type":"object","additionalProperties":{"$ref":"#/definitions/address"}}}};

function validate37(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.address === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "address"},message:"must have required property '"+"address"+"'",schema:schema44.required,parentSchema:schema44,data};
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
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema44,data};
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
const err4 = {instancePath:instancePath+"/address",schemaPath:"#/definitions/address/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema34,data:data1};
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
const err5 = {instancePath:instancePath+"/address",schemaPath:"#/definitions/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.type,parentSchema:schema34,data:data1};
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
const err6 = {instancePath:instancePath+"/networks/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/address/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema34,data:data3};
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
const err7 = {instancePath:instancePath+"/networks/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.type,parentSchema:schema34,data:data3};
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
const err8 = {instancePath:instancePath+"/networks",schemaPath:"#/properties/networks/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema44.properties.networks.type,parentSchema:schema44.properties.networks,data:data2};
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
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema44.type,parentSchema:schema44,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate37.errors = vErrors;
return errors === 0;
}


function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.cloudify === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "cloudify"},message:"must have required property '"+"cloudify"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.tls === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "tls"},message:"must have required property '"+"tls"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.secrets === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "secrets"},message:"must have required property '"+"secrets"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.databases === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "databases"},message:"must have required property '"+"databases"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.brokers === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "brokers"},message:"must have required property '"+"brokers"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.managers === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "managers"},message:"must have required property '"+"managers"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema11.properties, key0))){
const err7 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err8 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$",parentSchema:schema12,data:data0};
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
const err9 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.type,parentSchema:schema12,data:data0};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.cloudify !== undefined){
let data1 = data.cloudify;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.version === undefined){
const err10 = {instancePath:instancePath+"/cloudify",schemaPath:"#/properties/cloudify/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema11.properties.cloudify.required,parentSchema:schema11.properties.cloudify,data:data1};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
for(const key1 in data1){
if(!((((key1 === "version") || (key1 === "package")) || (key1 === "license")) || (key1 === "admin_user"))){
const err11 = {instancePath:instancePath+"/cloudify",schemaPath:"#/properties/cloudify/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.cloudify,data:data1};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data1.version !== undefined){
let data2 = data1.version;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err12 = {instancePath:instancePath+"/cloudify/version",schemaPath:"#/properties/cloudify/properties/version/pattern",keyword:"pattern",params:{pattern: "^(0|[1-9]\\d{0,3})\\.(0|[1-9]\\d{0,3})(\\.(0|[1-9]\\d{0,3}))?(-dev)?$"},message:"must match pattern \""+"^(0|[1-9]\\d{0,3})\\.(0|[1-9]\\d{0,3})(\\.(0|[1-9]\\d{0,3}))?(-dev)?$"+"\"",schema:"^(0|[1-9]\\d{0,3})\\.(0|[1-9]\\d{0,3})(\\.(0|[1-9]\\d{0,3}))?(-dev)?$",parentSchema:schema11.properties.cloudify.properties.version,data:data2};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/cloudify/version",schemaPath:"#/properties/cloudify/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.cloudify.properties.version.type,parentSchema:schema11.properties.cloudify.properties.version,data:data2};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data1.package !== undefined){
let data3 = data1.package;
if(typeof data3 === "string"){
if(!pattern2.test(data3)){
const err14 = {instancePath:instancePath+"/cloudify/package",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data3};
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
const err15 = {instancePath:instancePath+"/cloudify/package",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data3};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data1.license !== undefined){
let data4 = data1.license;
if((typeof data4 !== "string") && (typeof data4 !== "boolean")){
const err16 = {instancePath:instancePath+"/cloudify/license",schemaPath:"#/properties/cloudify/properties/license/type",keyword:"type",params:{type: schema11.properties.cloudify.properties.license.type},message:"must be string,boolean",schema:schema11.properties.cloudify.properties.license.type,parentSchema:schema11.properties.cloudify.properties.license,data:data4};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
const _errs15 = errors;
const _errs16 = errors;
if(true !== data4){
const err17 = {};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
var valid4 = _errs16 === errors;
if(valid4){
const err18 = {instancePath:instancePath+"/cloudify/license",schemaPath:"#/properties/cloudify/properties/license/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema11.properties.cloudify.properties.license.not,parentSchema:schema11.properties.cloudify.properties.license,data:data4};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
else {
errors = _errs15;
if(vErrors !== null){
if(_errs15){
vErrors.length = _errs15;
}
else {
vErrors = null;
}
}
}
if(typeof data4 === "string"){
if(!pattern2.test(data4)){
const err19 = {instancePath:instancePath+"/cloudify/license",schemaPath:"#/properties/cloudify/properties/license/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema11.properties.cloudify.properties.license,data:data4};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
if(data1.admin_user !== undefined){
let data5 = data1.admin_user;
if(typeof data5 === "string"){
if(!pattern4.test(data5)){
const err20 = {instancePath:instancePath+"/cloudify/admin_user",schemaPath:"#/definitions/user/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9._-]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9._-]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9._-]*$",parentSchema:schema14,data:data5};
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
const err21 = {instancePath:instancePath+"/cloudify/admin_user",schemaPath:"#/definitions/user/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema14.type,parentSchema:schema14,data:data5};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
else {
const err22 = {instancePath:instancePath+"/cloudify",schemaPath:"#/properties/cloudify/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.cloudify.type,parentSchema:schema11.properties.cloudify,data:data1};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
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
let data7 = data.tls;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(data7.directory === undefined){
const err23 = {instancePath:instancePath+"/tls",schemaPath:"#/properties/tls/required",keyword:"required",params:{missingProperty: "directory"},message:"must have required property '"+"directory"+"'",schema:schema11.properties.tls.required,parentSchema:schema11.properties.tls,data:data7};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
for(const key2 in data7){
if(!(key2 === "directory")){
const err24 = {instancePath:instancePath+"/tls",schemaPath:"#/properties/tls/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.tls,data:data7};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data7.directory !== undefined){
let data8 = data7.directory;
if(typeof data8 === "string"){
if(!pattern2.test(data8)){
const err25 = {instancePath:instancePath+"/tls/directory",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data8};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/tls/directory",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data8};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
else {
const err27 = {instancePath:instancePath+"/tls",schemaPath:"#/properties/tls/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.tls.type,parentSchema:schema11.properties.tls,data:data7};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.secrets !== undefined){
let data9 = data.secrets;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
for(const key3 in data9){
if(!(func2.call(schema11.properties.secrets.properties, key3))){
const err28 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.secrets,data:data9};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data9.file !== undefined){
let data10 = data9.file;
if(typeof data10 === "string"){
if(!pattern2.test(data10)){
const err29 = {instancePath:instancePath+"/secrets/file",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data10};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/secrets/file",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data10};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data9.env !== undefined){
let data11 = data9.env;
if((typeof data11 !== "boolean") && (typeof data11 !== "string")){
const err31 = {instancePath:instancePath+"/secrets/env",schemaPath:"#/properties/secrets/properties/env/type",keyword:"type",params:{type: schema11.properties.secrets.properties.env.type},message:"must be boolean,string",schema:schema11.properties.secrets.properties.env.type,parentSchema:schema11.properties.secrets.properties.env,data:data11};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
const _errs35 = errors;
const _errs36 = errors;
if(false !== data11){
const err32 = {};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
var valid10 = _errs36 === errors;
if(valid10){
const err33 = {instancePath:instancePath+"/secrets/env",schemaPath:"#/properties/secrets/properties/env/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema11.properties.secrets.properties.env.not,parentSchema:schema11.properties.secrets.properties.env,data:data11};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
else {
errors = _errs35;
if(vErrors !== null){
if(_errs35){
vErrors.length = _errs35;
}
else {
vErrors = null;
}
}
}
if(typeof data11 === "string"){
if(!pattern8.test(data11)){
const err34 = {instancePath:instancePath+"/secrets/env",schemaPath:"#/properties/secrets/properties/env/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9_]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9_]*$",parentSchema:schema11.properties.secrets.properties.env,data:data11};
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
if(data9.command !== undefined){
let data12 = data9.command;
if(Array.isArray(data12)){
if(data12.length < 1){
const err35 = {instancePath:instancePath+"/secrets/command",schemaPath:"#/definitions/command/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema21,data:data12};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
const len0 = data12.length;
for(let i0=0; i0<len0; i0++){
let data13 = data12[i0];
if(typeof data13 === "string"){
if(!pattern10.test(data13)){
const err36 = {instancePath:instancePath+"/secrets/command/" + i0,schemaPath:"#/definitions/command/items/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000]+$"},message:"must match pattern \""+"^[^\\u0000]+$"+"\"",schema:"^[^\\u0000]+$",parentSchema:schema21.items,data:data13};
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
const err37 = {instancePath:instancePath+"/secrets/command/" + i0,schemaPath:"#/definitions/command/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.items.type,parentSchema:schema21.items,data:data13};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
else {
const err38 = {instancePath:instancePath+"/secrets/command",schemaPath:"#/definitions/command/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema21.type,parentSchema:schema21,data:data12};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data9.identity !== undefined){
let data14 = data9.identity;
if(typeof data14 === "string"){
if(!pattern2.test(data14)){
const err39 = {instancePath:instancePath+"/secrets/identity",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data14};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
else {
const err40 = {instancePath:instancePath+"/secrets/identity",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data14};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data9.recipients !== undefined){
let data15 = data9.recipients;
if(Array.isArray(data15)){
const len1 = data15.length;
for(let i1=0; i1<len1; i1++){
let data16 = data15[i1];
if(typeof data16 === "string"){
if(!pattern17.test(data16)){
const err41 = {instancePath:instancePath+"/secrets/recipients/" + i1,schemaPath:"#/properties/secrets/properties/recipients/items/pattern",keyword:"pattern",params:{pattern: "^age1[0-9a-z]+$"},message:"must match pattern \""+"^age1[0-9a-z]+$"+"\"",schema:"^age1[0-9a-z]+$",parentSchema:schema11.properties.secrets.properties.recipients.items,data:data16};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
else {
const err42 = {instancePath:instancePath+"/secrets/recipients/" + i1,schemaPath:"#/properties/secrets/properties/recipients/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.secrets.properties.recipients.items.type,parentSchema:schema11.properties.secrets.properties.recipients.items,data:data16};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
else {
const err43 = {instancePath:instancePath+"/secrets/recipients",schemaPath:"#/properties/secrets/properties/recipients/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.secrets.properties.recipients.type,parentSchema:schema11.properties.secrets.properties.recipients,data:data15};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data9.postgres_password !== undefined){
if(!(validate16(data9.postgres_password, {instancePath:instancePath+"/secrets/postgres_password",parentData:data9,parentDataProperty:"postgres_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data9.replicator_password !== undefined){
if(!(validate16(data9.replicator_password, {instancePath:instancePath+"/secrets/replicator_password",parentData:data9,parentDataProperty:"replicator_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data9.patroni_rest_password !== undefined){
if(!(validate16(data9.patroni_rest_password, {instancePath:instancePath+"/secrets/patroni_rest_password",parentData:data9,parentDataProperty:"patroni_rest_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data9.etcd_root_password !== undefined){
if(!(validate16(data9.etcd_root_password, {instancePath:instancePath+"/secrets/etcd_root_password",parentData:data9,parentDataProperty:"etcd_root_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data9.etcd_patroni_password !== undefined){
if(!(validate16(data9.etcd_patroni_password, {instancePath:instancePath+"/secrets/etcd_patroni_password",parentData:data9,parentDataProperty:"etcd_patroni_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data9.etcd_token !== undefined){
if(!(validate16(data9.etcd_token, {instancePath:instancePath+"/secrets/etcd_token",parentData:data9,parentDataProperty:"etcd_token",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data9.cloudify_db_password !== undefined){
if(!(validate16(data9.cloudify_db_password, {instancePath:instancePath+"/secrets/cloudify_db_password",parentData:data9,parentDataProperty:"cloudify_db_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data9.rabbitmq_password !== undefined){
if(!(validate16(data9.rabbitmq_password, {instancePath:instancePath+"/secrets/rabbitmq_password",parentData:data9,parentDataProperty:"rabbitmq_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data9.erlang_cookie !== undefined){
if(!(validate16(data9.erlang_cookie, {instancePath:instancePath+"/secrets/erlang_cookie",parentData:data9,parentDataProperty:"erlang_cookie",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data9.manager_admin_password !== undefined){
if(!(validate16(data9.manager_admin_password, {instancePath:instancePath+"/secrets/manager_admin_password",parentData:data9,parentDataProperty:"manager_admin_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data9.monitoring_password !== undefined){
if(!(validate16(data9.monitoring_password, {instancePath:instancePath+"/secrets/monitoring_password",parentData:data9,parentDataProperty:"monitoring_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data9.db_monitoring_password !== undefined){
if(!(validate16(data9.db_monitoring_password, {instancePath:instancePath+"/secrets/db_monitoring_password",parentData:data9,parentDataProperty:"db_monitoring_password",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
if(data9.receipt_key !== undefined){
if(!(validate16(data9.receipt_key, {instancePath:instancePath+"/secrets/receipt_key",parentData:data9,parentDataProperty:"receipt_key",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
}
else {
const err44 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.secrets.type,parentSchema:schema11.properties.secrets,data:data9};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data.name_resolution !== undefined){
let data30 = data.name_resolution;
if(!((data30 === "dns") || (data30 === "hosts-file"))){
const err45 = {instancePath:instancePath+"/name_resolution",schemaPath:"#/properties/name_resolution/enum",keyword:"enum",params:{allowedValues: schema11.properties.name_resolution.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.name_resolution.enum,parentSchema:schema11.properties.name_resolution,data:data30};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data.monitoring !== undefined){
let data31 = data.monitoring;
if(typeof data31 !== "boolean"){
const err46 = {instancePath:instancePath+"/monitoring",schemaPath:"#/properties/monitoring/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.monitoring.type,parentSchema:schema11.properties.monitoring,data:data31};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data.ssl_client_verification !== undefined){
let data32 = data.ssl_client_verification;
if(typeof data32 !== "boolean"){
const err47 = {instancePath:instancePath+"/ssl_client_verification",schemaPath:"#/properties/ssl_client_verification/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.ssl_client_verification.type,parentSchema:schema11.properties.ssl_client_verification,data:data32};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data.topology !== undefined){
let data33 = data.topology;
if(data33 && typeof data33 == "object" && !Array.isArray(data33)){
for(const key4 in data33){
if(!(key4 === "below_minimum")){
const err48 = {instancePath:instancePath+"/topology",schemaPath:"#/properties/topology/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.topology,data:data33};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data33.below_minimum !== undefined){
let data34 = data33.below_minimum;
if(!(data34 === "accept")){
const err49 = {instancePath:instancePath+"/topology/below_minimum",schemaPath:"#/properties/topology/properties/below_minimum/enum",keyword:"enum",params:{allowedValues: schema11.properties.topology.properties.below_minimum.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.topology.properties.below_minimum.enum,parentSchema:schema11.properties.topology.properties.below_minimum,data:data34};
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
const err50 = {instancePath:instancePath+"/topology",schemaPath:"#/properties/topology/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.topology.type,parentSchema:schema11.properties.topology,data:data33};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data.databases !== undefined){
let data35 = data.databases;
if(data35 && typeof data35 == "object" && !Array.isArray(data35)){
for(const key5 in data35){
if(!((((key5 === "hosts") || (key5 === "external")) || (key5 === "ssh")) || (key5 === "config"))){
const err51 = {instancePath:instancePath+"/databases",schemaPath:"#/properties/databases/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.databases,data:data35};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data35.hosts !== undefined){
if(!(validate30(data35.hosts, {instancePath:instancePath+"/databases/hosts",parentData:data35,parentDataProperty:"hosts",rootData}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
}
if(data35.external !== undefined){
let data37 = data35.external;
if(data37 && typeof data37 == "object" && !Array.isArray(data37)){
if(data37.address === undefined){
const err52 = {instancePath:instancePath+"/databases/external",schemaPath:"#/properties/databases/properties/external/required",keyword:"required",params:{missingProperty: "address"},message:"must have required property '"+"address"+"'",schema:schema11.properties.databases.properties.external.required,parentSchema:schema11.properties.databases.properties.external,data:data37};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
for(const key6 in data37){
if(!(((((((key6 === "address") || (key6 === "port")) || (key6 === "ca")) || (key6 === "user")) || (key6 === "database")) || (key6 === "cloudify_user")) || (key6 === "cloudify_database"))){
const err53 = {instancePath:instancePath+"/databases/external",schemaPath:"#/properties/databases/properties/external/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.databases.properties.external,data:data37};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data37.address !== undefined){
let data38 = data37.address;
if(typeof data38 === "string"){
if(!pattern2.test(data38)){
const err54 = {instancePath:instancePath+"/databases/external/address",schemaPath:"#/definitions/address/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema34,data:data38};
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
const err55 = {instancePath:instancePath+"/databases/external/address",schemaPath:"#/definitions/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.type,parentSchema:schema34,data:data38};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data37.port !== undefined){
let data39 = data37.port;
if(!(((typeof data39 == "number") && (!(data39 % 1) && !isNaN(data39))) && (isFinite(data39)))){
const err56 = {instancePath:instancePath+"/databases/external/port",schemaPath:"#/properties/databases/properties/external/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.databases.properties.external.properties.port.type,parentSchema:schema11.properties.databases.properties.external.properties.port,data:data39};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if((typeof data39 == "number") && (isFinite(data39))){
if(data39 > 65535 || isNaN(data39)){
const err57 = {instancePath:instancePath+"/databases/external/port",schemaPath:"#/properties/databases/properties/external/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.databases.properties.external.properties.port,data:data39};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(data39 < 1 || isNaN(data39)){
const err58 = {instancePath:instancePath+"/databases/external/port",schemaPath:"#/properties/databases/properties/external/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.databases.properties.external.properties.port,data:data39};
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
if(data37.ca !== undefined){
let data40 = data37.ca;
if(typeof data40 === "string"){
if(!pattern2.test(data40)){
const err59 = {instancePath:instancePath+"/databases/external/ca",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data40};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
else {
const err60 = {instancePath:instancePath+"/databases/external/ca",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data40};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data37.user !== undefined){
let data41 = data37.user;
if(typeof data41 === "string"){
if(!pattern29.test(data41)){
const err61 = {instancePath:instancePath+"/databases/external/user",schemaPath:"#/definitions/databaseUser/pattern",keyword:"pattern",params:{pattern: "^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$"},message:"must match pattern \""+"^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$"+"\"",schema:"^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$",parentSchema:schema41,data:data41};
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
const err62 = {instancePath:instancePath+"/databases/external/user",schemaPath:"#/definitions/databaseUser/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema41.type,parentSchema:schema41,data:data41};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data37.database !== undefined){
let data42 = data37.database;
if(typeof data42 === "string"){
if(!pattern30.test(data42)){
const err63 = {instancePath:instancePath+"/databases/external/database",schemaPath:"#/properties/databases/properties/external/properties/database/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_.-]{1,63}$"},message:"must match pattern \""+"^[A-Za-z0-9_.-]{1,63}$"+"\"",schema:"^[A-Za-z0-9_.-]{1,63}$",parentSchema:schema11.properties.databases.properties.external.properties.database,data:data42};
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
const err64 = {instancePath:instancePath+"/databases/external/database",schemaPath:"#/properties/databases/properties/external/properties/database/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.databases.properties.external.properties.database.type,parentSchema:schema11.properties.databases.properties.external.properties.database,data:data42};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(data37.cloudify_user !== undefined){
let data43 = data37.cloudify_user;
if(typeof data43 === "string"){
if(!pattern29.test(data43)){
const err65 = {instancePath:instancePath+"/databases/external/cloudify_user",schemaPath:"#/definitions/databaseUser/pattern",keyword:"pattern",params:{pattern: "^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$"},message:"must match pattern \""+"^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$"+"\"",schema:"^[a-z_][a-z0-9_]*(@[A-Za-z0-9.-]+)?$",parentSchema:schema41,data:data43};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
else {
const err66 = {instancePath:instancePath+"/databases/external/cloudify_user",schemaPath:"#/definitions/databaseUser/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema41.type,parentSchema:schema41,data:data43};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data37.cloudify_database !== undefined){
let data44 = data37.cloudify_database;
if(typeof data44 === "string"){
if(!pattern32.test(data44)){
const err67 = {instancePath:instancePath+"/databases/external/cloudify_database",schemaPath:"#/properties/databases/properties/external/properties/cloudify_database/pattern",keyword:"pattern",params:{pattern: "^[a-z_][a-z0-9_]{0,62}$"},message:"must match pattern \""+"^[a-z_][a-z0-9_]{0,62}$"+"\"",schema:"^[a-z_][a-z0-9_]{0,62}$",parentSchema:schema11.properties.databases.properties.external.properties.cloudify_database,data:data44};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
else {
const err68 = {instancePath:instancePath+"/databases/external/cloudify_database",schemaPath:"#/properties/databases/properties/external/properties/cloudify_database/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.databases.properties.external.properties.cloudify_database.type,parentSchema:schema11.properties.databases.properties.external.properties.cloudify_database,data:data44};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
}
else {
const err69 = {instancePath:instancePath+"/databases/external",schemaPath:"#/properties/databases/properties/external/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.databases.properties.external.type,parentSchema:schema11.properties.databases.properties.external,data:data37};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data35.ssh !== undefined){
if(!(validate11(data35.ssh, {instancePath:instancePath+"/databases/ssh",parentData:data35,parentDataProperty:"ssh",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data35.config !== undefined){
let data46 = data35.config;
if(!(data46 && typeof data46 == "object" && !Array.isArray(data46))){
const err70 = {instancePath:instancePath+"/databases/config",schemaPath:"#/definitions/config/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema38.type,parentSchema:schema38,data:data46};
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
const err71 = {instancePath:instancePath+"/databases",schemaPath:"#/properties/databases/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.databases.type,parentSchema:schema11.properties.databases,data:data35};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data.brokers !== undefined){
let data47 = data.brokers;
if(data47 && typeof data47 == "object" && !Array.isArray(data47)){
for(const key7 in data47){
if(!((((((key7 === "hosts") || (key7 === "external")) || (key7 === "ssh")) || (key7 === "config")) || (key7 === "use_long_name")) || (key7 === "user"))){
const err72 = {instancePath:instancePath+"/brokers",schemaPath:"#/properties/brokers/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.brokers,data:data47};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data47.hosts !== undefined){
if(!(validate30(data47.hosts, {instancePath:instancePath+"/brokers/hosts",parentData:data47,parentDataProperty:"hosts",rootData}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
}
if(data47.external !== undefined){
let data49 = data47.external;
if(data49 && typeof data49 == "object" && !Array.isArray(data49)){
if(data49.hosts === undefined){
const err73 = {instancePath:instancePath+"/brokers/external",schemaPath:"#/properties/brokers/properties/external/required",keyword:"required",params:{missingProperty: "hosts"},message:"must have required property '"+"hosts"+"'",schema:schema11.properties.brokers.properties.external.required,parentSchema:schema11.properties.brokers.properties.external,data:data49};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
for(const key8 in data49){
if(!((key8 === "hosts") || (key8 === "ca"))){
const err74 = {instancePath:instancePath+"/brokers/external",schemaPath:"#/properties/brokers/properties/external/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.brokers.properties.external,data:data49};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data49.hosts !== undefined){
let data50 = data49.hosts;
if(Array.isArray(data50)){
if(data50.length < 1){
const err75 = {instancePath:instancePath+"/brokers/external/hosts",schemaPath:"#/properties/brokers/properties/external/properties/hosts/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema11.properties.brokers.properties.external.properties.hosts,data:data50};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
const len2 = data50.length;
for(let i2=0; i2<len2; i2++){
if(!(validate37(data50[i2], {instancePath:instancePath+"/brokers/external/hosts/" + i2,parentData:data50,parentDataProperty:i2,rootData}))){
vErrors = vErrors === null ? validate37.errors : vErrors.concat(validate37.errors);
errors = vErrors.length;
}
}
}
else {
const err76 = {instancePath:instancePath+"/brokers/external/hosts",schemaPath:"#/properties/brokers/properties/external/properties/hosts/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.brokers.properties.external.properties.hosts.type,parentSchema:schema11.properties.brokers.properties.external.properties.hosts,data:data50};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data49.ca !== undefined){
let data52 = data49.ca;
if(typeof data52 === "string"){
if(!pattern2.test(data52)){
const err77 = {instancePath:instancePath+"/brokers/external/ca",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema13,data:data52};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
else {
const err78 = {instancePath:instancePath+"/brokers/external/ca",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data52};
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
const err79 = {instancePath:instancePath+"/brokers/external",schemaPath:"#/properties/brokers/properties/external/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.brokers.properties.external.type,parentSchema:schema11.properties.brokers.properties.external,data:data49};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data47.ssh !== undefined){
if(!(validate11(data47.ssh, {instancePath:instancePath+"/brokers/ssh",parentData:data47,parentDataProperty:"ssh",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data47.config !== undefined){
let data54 = data47.config;
if(!(data54 && typeof data54 == "object" && !Array.isArray(data54))){
const err80 = {instancePath:instancePath+"/brokers/config",schemaPath:"#/definitions/config/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema38.type,parentSchema:schema38,data:data54};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
if(data47.use_long_name !== undefined){
let data55 = data47.use_long_name;
if(typeof data55 !== "boolean"){
const err81 = {instancePath:instancePath+"/brokers/use_long_name",schemaPath:"#/properties/brokers/properties/use_long_name/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.brokers.properties.use_long_name.type,parentSchema:schema11.properties.brokers.properties.use_long_name,data:data55};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data47.user !== undefined){
let data56 = data47.user;
if(typeof data56 === "string"){
if(!pattern4.test(data56)){
const err82 = {instancePath:instancePath+"/brokers/user",schemaPath:"#/definitions/user/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9._-]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9._-]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9._-]*$",parentSchema:schema14,data:data56};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
else {
const err83 = {instancePath:instancePath+"/brokers/user",schemaPath:"#/definitions/user/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema14.type,parentSchema:schema14,data:data56};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
}
else {
const err84 = {instancePath:instancePath+"/brokers",schemaPath:"#/properties/brokers/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.brokers.type,parentSchema:schema11.properties.brokers,data:data47};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(data.managers !== undefined){
let data57 = data.managers;
if(data57 && typeof data57 == "object" && !Array.isArray(data57)){
if(data57.hosts === undefined){
const err85 = {instancePath:instancePath+"/managers",schemaPath:"#/properties/managers/required",keyword:"required",params:{missingProperty: "hosts"},message:"must have required property '"+"hosts"+"'",schema:schema11.properties.managers.required,parentSchema:schema11.properties.managers,data:data57};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
for(const key9 in data57){
if(!(((key9 === "hosts") || (key9 === "ssh")) || (key9 === "config"))){
const err86 = {instancePath:instancePath+"/managers",schemaPath:"#/properties/managers/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.managers,data:data57};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data57.hosts !== undefined){
if(!(validate30(data57.hosts, {instancePath:instancePath+"/managers/hosts",parentData:data57,parentDataProperty:"hosts",rootData}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
}
if(data57.ssh !== undefined){
if(!(validate11(data57.ssh, {instancePath:instancePath+"/managers/ssh",parentData:data57,parentDataProperty:"ssh",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data57.config !== undefined){
let data60 = data57.config;
if(!(data60 && typeof data60 == "object" && !Array.isArray(data60))){
const err87 = {instancePath:instancePath+"/managers/config",schemaPath:"#/definitions/config/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema38.type,parentSchema:schema38,data:data60};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
}
else {
const err88 = {instancePath:instancePath+"/managers",schemaPath:"#/properties/managers/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.managers.type,parentSchema:schema11.properties.managers,data:data57};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
if(data.load_balancers !== undefined){
let data61 = data.load_balancers;
if(data61 && typeof data61 == "object" && !Array.isArray(data61)){
for(const key10 in data61){
if(!(((key10 === "hosts") || (key10 === "external")) || (key10 === "ssh"))){
const err89 = {instancePath:instancePath+"/load_balancers",schemaPath:"#/properties/load_balancers/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.load_balancers,data:data61};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
if(data61.hosts !== undefined){
if(!(validate30(data61.hosts, {instancePath:instancePath+"/load_balancers/hosts",parentData:data61,parentDataProperty:"hosts",rootData}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
}
if(data61.external !== undefined){
let data63 = data61.external;
if(data63 && typeof data63 == "object" && !Array.isArray(data63)){
if(data63.address === undefined){
const err90 = {instancePath:instancePath+"/load_balancers/external",schemaPath:"#/properties/load_balancers/properties/external/required",keyword:"required",params:{missingProperty: "address"},message:"must have required property '"+"address"+"'",schema:schema11.properties.load_balancers.properties.external.required,parentSchema:schema11.properties.load_balancers.properties.external,data:data63};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
for(const key11 in data63){
if(!(key11 === "address")){
const err91 = {instancePath:instancePath+"/load_balancers/external",schemaPath:"#/properties/load_balancers/properties/external/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.load_balancers.properties.external,data:data63};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data63.address !== undefined){
let data64 = data63.address;
if(typeof data64 === "string"){
if(!pattern2.test(data64)){
const err92 = {instancePath:instancePath+"/load_balancers/external/address",schemaPath:"#/definitions/address/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema34,data:data64};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
else {
const err93 = {instancePath:instancePath+"/load_balancers/external/address",schemaPath:"#/definitions/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.type,parentSchema:schema34,data:data64};
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
const err94 = {instancePath:instancePath+"/load_balancers/external",schemaPath:"#/properties/load_balancers/properties/external/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.load_balancers.properties.external.type,parentSchema:schema11.properties.load_balancers.properties.external,data:data63};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
if(data61.ssh !== undefined){
if(!(validate11(data61.ssh, {instancePath:instancePath+"/load_balancers/ssh",parentData:data61,parentDataProperty:"ssh",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
}
else {
const err95 = {instancePath:instancePath+"/load_balancers",schemaPath:"#/properties/load_balancers/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.load_balancers.type,parentSchema:schema11.properties.load_balancers,data:data61};
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
const err96 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}

