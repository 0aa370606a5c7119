import type { Cluster, Host } from '../../src/model/cluster.ts';
import type { Role } from '../../src/model/names.ts';
import type { Slices } from '../../src/model/work/slices.ts';
import type { Plan } from '../../src/model/plan/plan.ts';
import { buildPlan, planInSlices } from '../../src/plan/build/build-plan.ts';
import { DEPLOY } from '../../src/plan/build/named-change.ts';
import { surveyRequestFor } from '../../src/plan/build/survey-request.ts';
import { compareInSlices } from '../../src/plan/compare/compare.ts';
import type { Comparison, Surveys } from '../../src/plan/compare/compare.ts';
import type { Survey, SurveyRequest } from '../../src/transport/port.ts';
import { factsOf } from '../../test/support/scripted/run.ts';
import { cluster, host, material } from '../../test/unit/platforms/cloudify/fixture.ts';
import { materialFor, playbookNamed } from '../../test/unit/plan/shipped.ts';

type PlanInput = Parameters<typeof buildPlan>[0];

/** The input, the plan and the surveys of a deploy on many empty hosts. */
export function largePlan(hosts: number): {
  readonly input: PlanInput;
  readonly plan: Plan;
  readonly surveys: Surveys;
} {
  const input = largeInput(hosts);
  const plan = buildPlan(input);
  const surveys = plan.hosts.map((name) => [name, emptyHost(name, surveyRequestFor(plan, [name]))] as const);
  return { input, plan, surveys: Object.fromEntries(surveys) };
}

/** A new cluster, for which nothing is computed yet. */
export function largeInput(hosts: number): PlanInput {
  const large = clusterOf(hosts);
  return {
    playbook: playbookNamed('deploy'),
    cluster: large,
    change: DEPLOY,
    material: materialFor(large),
  };
}

export function planningLarge(input: PlanInput): Slices<Plan> {
  return planInSlices(input);
}

export function comparingLarge(plan: Plan, surveys: Surveys): Slices<Comparison> {
  return compareInSlices(plan, surveys, material.secrets.receipt_key);
}

/** Three databases, three brokers, a load balancer, and managers. */
function clusterOf(hosts: number): Cluster {
  const roles: readonly (readonly [Role, number])[] = [
    ['database', 3],
    ['broker', 3],
    ['manager', hosts - 7],
    ['load_balancer', 1],
  ];
  let last = 0;
  const members = roles.flatMap(([role, count]) =>
    Array.from({ length: count }, (_, index): Host => {
      last += 1;
      const address = `10.0.${Math.floor(last / 250)}.${(last % 250) + 1}`;
      return {
        ...host(`${role.replace('_', '-')}${index + 1}`, role, last),
        address,
        privateIp: address,
        publicIp: address,
      };
    }),
  );
  return { ...cluster, hosts: members };
}

function emptyHost(name: string, { files, paths }: SurveyRequest): Survey {
  return {
    facts: factsOf({ machineId: name, hostname: name }),
    files: files.map(({ path }) => ({ path, kind: 'absent', mode: 0, owner: '', size: 0, sha256: '' })),
    paths: Object.fromEntries(paths.map((path) => [path, false])),
    receipts: {},
    jobs: {},
    guards: {},
    unreadable: [],
    obstacles: [],
  };
}
