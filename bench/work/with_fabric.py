"""The work of B1 and B2 with Fabric: `with_fabric.py SETTINGS.json`.

Queries all hosts in threads, one command on each, and writes all files with one more command where that fails.
"""

import json
import sys

from fabric import Config, ThreadingGroup
from paramiko import RejectPolicy, SSHConfig

with open(sys.argv[1]) as file:
    settings = json.load(file)

config = Config(ssh_config=SSHConfig.from_path(settings["config"]))
group = ThreadingGroup(*settings["hosts"], config=config)
for connection in group:
    connection.client.load_host_keys(settings["knownHosts"])
    connection.client.set_missing_host_key_policy(RejectPolicy())
results = group.run(settings["query"], hide=True, warn=True, in_stream=False)
differing = [connection for connection, result in results.items() if result.failed]
if differing:
    ThreadingGroup.from_connections(differing).run(settings["write"], hide=True, in_stream=False)
print(f"{len(differing)} of {len(results)} hosts changed")
group.close()
