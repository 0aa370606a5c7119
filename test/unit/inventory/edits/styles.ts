interface Style {
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

/** `«…»` marks the added host. `before` lacks the marked text, `after` lacks only the marks. */
function style(title: string, marked: string): Style {
  return {
    title,
    before: marked.replaceAll(/«[^»]*»/g, ''),
    after: marked.replaceAll(/[«»]/g, ''),
  };
}

export const styles: readonly Style[] = [
  style(
    'one line per host',
    `databases:
  hosts:
    - { name: db1, address: 10.0.0.1 }
    - { name: db2, address: 10.0.0.2 } # the fast one
«    - { name: db4, address: 10.0.0.4 }
»brokers: {}
`,
  ),
  style(
    'block maps, dashes below their key, four spaces',
    `databases:
    hosts:
    -   name: db1
        address: 10.0.0.1
        hostname: one
    -   address: "10.0.0.2"
        name: 'db2'
«    -   address: "10.0.0.4"
        name: 'db4'
»    config: {}
`,
  ),
  style(
    'a dash alone on its line, further keys that are not copied',
    `databases:
  hosts:
  -
    name: db1
    address: 10.0.0.1
    config:
      motd: |
        # no comment

«  - name: db4
    address: 10.0.0.4
»`.replace('\n\n«', '\n«'),
  ),
  style(
    'blank lines between the hosts, a comment at the end',
    `databases:
  hosts:

    # Rack 1
    - { name: db1, address: 10.0.0.1 }

    # Rack 2
    - { name: db2, address: 10.0.0.2 }
      # retired in May
«
    - { name: db4, address: 10.0.0.4 }
»
    # No more than five.

brokers: {}
`,
  ),
  style(
    'CRLF, and no newline at the end',
    'databases:\r\n  hosts:\r\n    - name: db1\r\n      address: a«\r\n    - name: db4\r\n      address: 10.0.0.4»',
  ),
  style(
    'brackets on one line',
    'databases: { hosts: [{name: db1, address: a}«, {name: db4, address: 10.0.0.4}»] } # x\n',
  ),
  style(
    'brackets with a comma at the end',
    'databases:\n  hosts: [ {name: db1, address: a}«, {name: db4, address: 10.0.0.4}», ]\n',
  ),
  style(
    'brackets over several lines',
    `databases:
  hosts: [
    { name: db1, address: 10.0.0.1 },
    # the second
    { name: db2, address: 10.0.0.2 }«,
    { name: db4, address: 10.0.0.4 }»
  ]
`,
  ),
  style(
    'brackets over several lines with comments, no comma after the last host',
    `databases:
  hosts: [
    { name: db1, address: 10.0.0.1 }, # first
    { name: db2, address: 10.0.0.2 }«,» # second
«    { name: db4, address: 10.0.0.4 }
»  ]
`,
  ),
  style(
    'brackets over several lines with comments, a comma after the last host',
    `databases:
  hosts: [
    { name: db1, address: 10.0.0.1 }, # first
    { name: db2, address: 10.0.0.2 }, # second
«    { name: db4, address: 10.0.0.4 },
»  ]
`,
  ),
  style(
    'aligned under the opening bracket',
    `databases:
  hosts: [{ name: db1, address: 10.0.0.1 },
          { name: db2, address: 10.0.0.2 }«,
          { name: db4, address: 10.0.0.4 }»]
`,
  ),
  style(
    'leading commas',
    `databases:
  hosts: [
      { name: db1, address: 10.0.0.1 }
    , { name: db2, address: 10.0.0.2 }«
    , { name: db4, address: 10.0.0.4 }»
  ]
`,
  ),
  style(
    'JSON',
    `{
  "databases": {
    "hosts": [
      {
        "name": "db1",
        "address": "10.0.0.1"
      },
      {
        "name": "db2",
        "address": "10.0.0.2"
      }«,
      {
        "name": "db4",
        "address": "10.0.0.4"
      }»
    ]
  }
}`,
  ),
  style(
    'JSON whose host has further keys',
    `{"databases": {"hosts": [{"name": "db1", "address": "a", "hostname": "b"}«, { "name": "db4", "address": "10.0.0.4" }»]}}`,
  ),
  style(
    'hosts that merge shared keys, and an unused anchor',
    `common: &common { hostname: x }
databases:
  hosts: &databases
    - <<: *common
      name: db1
      address: 10.0.0.1
    - &db2
      <<: *common
      name: db2
      address: 10.0.0.2
«    - name: db4
      address: 10.0.0.4
»`,
  ),
  style(
    'an alias as a host',
    `spare: &spare { name: db2, address: 10.0.0.2 }
databases:
  hosts:
    - *spare
«    - { name: db4, address: 10.0.0.4 }
»`,
  ),
  style(
    'a byte order mark',
    '\uFEFFdatabases:\n  hosts:\n    - { name: db1, address: a }\n«    - { name: db4, address: 10.0.0.4 }\n»',
  ),
  style(
    'comments within a host are not copied',
    `databases:
  hosts:
    - name: db1 # first
      # where it is
      address: 10.0.0.1
«    - name: db4
      address: 10.0.0.4
»`,
  ),
];
