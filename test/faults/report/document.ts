import { hazards } from '../hazards.ts'
import { faults, matrix, moments } from '../matrix.ts'
import type { Cell } from '../matrix.ts'
import type { Campaign } from '../level0/campaign.ts'
import type { Kept } from './results.ts'

/** `docs/faults.md`, from what the runs left. */
export function faultsDocument(results: Kept): string {
  return [
    head,
    figures(results),
    cells(results),
    schedules(results),
    scenarios(results),
    token(results),
    recovery(results),
    guards(results),
  ]
    .join('\n\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .concat('\n')
}

const head = `# What was tried

Every chat widget works while the network does. This page shows what was done to this one: what broke, at which moment, how often, with
which seeds, and what became of the Messages. What follows from it is promised on the page of [guarantees](guarantees.md).

Each figure is the result of a command of this project, kept in \`test/faults/results/\`; \`npm run faults:report\` writes this page from them.
Whoever doubts one runs the command. All of it ran on one machine with two cores, against the local chat service, with Twilio's own
unmodified SDKs; Twilio's cloud was not contacted.`

const missing = 'No result is kept: it was not run to its end.'
const number = (value: number): string => value.toLocaleString('en')
const table = (headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [headings, headings.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
const section = (title: string, ...parts: readonly string[]): string => [`## ${title}`, ...parts].join('\n\n')

function figures(results: Kept): string {
  const { level0, level1, level2, tabs, mutants } = results
  const kills = results['tab-kills']
  const clock = results['token-clock']
  const survived = mutants?.rows.filter(({ verdict }) => verdict !== 'killed').length
  return section(
    'In short',
    table(
      ['command', 'what it does', 'result'],
      [
        [
          '`npm run faults -- --level 0`',
          'random schedules of faults, in virtual time',
          campaignWords(level0?.release ?? level0?.last ?? null),
        ],
        [
          '`npm run faults -- --level 1`',
          'each fault at each moment, on both SDKs',
          level1 ? `${level1.cells} cells, ${number(level1.runs)} runs, ${level1.failed} failed` : missing,
        ],
        [
          '`npm run faults -- --level 2`',
          'scenarios in a real browser',
          level2 ? `${level2.scenarios} scenarios, ${level2.runs} runs, ${level2.failed} failed (${level2.browser})` : missing,
        ],
        [
          '`npm run tab-kills -- --kills 500`',
          'the tab dies at a random moment after Enter, and is opened again',
          kills
            ? `${kills.delivered} of ${kills.kills} Messages delivered; lost ${kills.lost}, stored twice ${kills.storedTwice}, shown twice ${kills.shownTwice}, out of order ${kills.outOfOrder}; seed ${kills.seed}`
            : missing,
        ],
        [
          '`npm run tabs`',
          'ten tabs of one visitor; the one that holds the socket is killed a hundred times, under traffic',
          tabs
            ? `${tabs.socketsAtFirst} socket; takeover ${tabs.killed.takeoverMs.median} ms (median), ${tabs.killed.takeoverMs.max} ms at most; lost ${tabs.killed.lost}, stored twice ${tabs.killed.storedTwice}, shown twice ${tabs.killed.toldTwice}; ${number(tabs.woken.wakes)} wakes: ${tabs.woken.tokenRequests} token request; seed ${tabs.seed}`
            : missing,
        ],
        [
          '`npm run token-clock`',
          'weeks of a failing token endpoint, with a wrong device clock',
          clock
            ? `${number(clock.rows.reduce((sum, { renewals }) => sum + renewals, 0))} renewals, ${clock.lapses} lapses, at most ${Math.max(...clock.rows.map(({ ofIdeal }) => ofIdeal))} × the ideal`
            : missing,
        ],
        [
          '`npm run mutants`',
          'takes out what keeps off the 33 known hazards, one guard after the other',
          mutants
            ? `${mutants.rows.length} guards taken out, ${mutants.rows.length - survived!} noticed by a test, ${survived} not`
            : missing,
        ],
      ],
    ),
  )
}

function campaignWords(campaign: Campaign | null): string {
  if (!campaign) return missing
  return `${number(campaign.schedules)} schedules from seed ${campaign.seed}, ${campaign.failures.length} failed`
}

function cells({ level1 }: Kept): string {
  const columns = Object.keys(moments)
  const letter = (at: number): string => String.fromCodePoint(97 + at)
  const sign = ({ fault, moment, cannotOccur, level }: Cell): string => {
    if (cannotOccur !== undefined) return '—'
    if (level !== 1) return `level ${level}`
    const own = level1?.byCell[`${fault}/${moment}`]
    if (!own) return '?'
    return own.failed === 0 ? `✓ ${own.runs}` : `✗ ${own.failed}/${own.runs}`
  }
  const reasons = [...groupByReason(impossible()).entries()]
  return section(
    'Each fault at each moment',
    level1
      ? `${number(level1.runs)} runs in ${Math.round(level1.seconds / 60)} minutes: each cell on ${level1.sdks.join(' and ')}, with the seeds ${level1.seeds.join(', ')}. ✓ and the number of runs: every Message typed is stored once and shown once, in order; the log equals the service's; the conversation is ready again; no error reached the host; nothing is left open. — cannot occur, see below.`
      : missing,
    table(
      ['fault', ...columns.map((_, at) => letter(at))],
      Object.keys(faults).map((fault) => [
        fault,
        ...columns.map((moment) => sign(matrix.find((cell) => cell.fault === fault && cell.moment === moment)!)),
      ]),
    ),
    ['The moments:', '', ...Object.values(moments).map((words, at) => `- **${letter(at)}** ${words}`)].join('\n'),
    ['The faults:', '', ...Object.entries(faults).map(([name, words]) => `- **${name}**: ${words}`)].join('\n'),
    [
      'What cannot occur, and why:',
      '',
      ...reasons.map(([reason, list]) => `- ${list.map(({ fault, moment }) => `${fault}/${moment}`).join(', ')}: ${reason}`),
    ].join('\n'),
  )
}

const impossible = (): readonly Cell[] => matrix.filter(({ cannotOccur }) => cannotOccur !== undefined)

function groupByReason(list: readonly Cell[]): Map<string, Cell[]> {
  const groups = new Map<string, Cell[]>()
  for (const cell of list) groups.set(cell.cannotOccur!, [...(groups.get(cell.cannotOccur!) ?? []), cell])
  return groups
}

function schedules({ level0 }: Kept): string {
  const campaigns = Object.entries({ 'release run': level0?.release, 'last run': level0?.last }).flatMap(([name, campaign]) =>
    campaign ? [{ name, campaign }] : [],
  )
  return section(
    'Random schedules',
    `Twilio's own socket under our layers, with time, network, disk and service simulated: a schedule is a list of what the visitor does, what
breaks and how long things take, made from a seed. A schedule that breaks a promise is shrunk to the shortest that does, and can be played again alone.`,
    campaigns.length === 0
      ? missing
      : table(
          ['run', 'service', 'schedules', 'Messages', 'tabs killed', 'sockets', 'copies stored, never shown'],
          campaigns.flatMap(({ name, campaign }) =>
            Object.entries(campaign.tallies).map(([kind, tally]) => [
              `${name}, seed ${campaign.seed}`,
              `${kind} the id`,
              ...[tally.schedules, tally.typed, tally.kills, tally.dials, tally.copies].map(number),
            ]),
          ),
        ),
    ...campaigns.map(
      ({ name, campaign }) => `${name}: ${campaignWords(campaign)}, ${Math.round(campaign.schedules / campaign.seconds)} a second.`,
    ),
  )
}

function scenarios({ level2 }: Kept): string {
  if (!level2) return section('In a real browser', missing)
  const names = [...new Set(level2.outcomes.map(({ name }) => name))]
  const words = (name: string): string =>
    level2.outcomes
      .filter((outcome) => outcome.name === name)
      .map(({ sdk, complaints }) => `${complaints.length === 0 ? '✓' : '✗'} ${sdk}`)
      .join(', ')
  return section(
    'In a real browser',
    table(
      ['scenario', 'result'],
      names.map((name) => [name, words(name)]),
    ),
  )
}

function token(results: Kept): string {
  const clock = results['token-clock']
  if (!clock) return section('The Access Token', missing)
  return section(
    'The Access Token',
    `${clock.seeds} seeds from ${clock.firstSeed} on, ${clock.days} simulated days each. The endpoint answers 30 % of all requests with 5xx. *Ideal* is the time awake divided by the age at which a renewal is planned.`,
    table(
      ['trouble', 'life', 'device clock', 'lapses', 'renewals', '× ideal', 'failed requests', 'outages'],
      clock.rows.map((row) => [
        row.trouble,
        row.ttl,
        row.skew,
        row.lapses,
        number(row.renewals),
        row.ofIdeal,
        number(row.failedRequests),
        number(row.outages),
      ]),
    ),
  )
}

function recovery({ recovery: result }: Kept): string {
  if (!result) return section('How soon it is live again', missing)
  const shown = (ms: number | null): string => (ms === null ? `> ${result.capMs / 1_000} s` : `${number(ms)} ms`)
  return section(
    'How soon it is live again',
    `Beside the bare SDK in the same run, ${result.trials} trials each; after ${result.capMs / 1_000} s nobody waited any longer.`,
    table(
      ['SDK', 'what', 'who', 'p50', 'p95', 'most', 'bound'],
      result.rows.map(({ sdk, scenario, who, p50, p95, most, bounds }) => [
        sdk,
        scenario,
        who,
        shown(p50),
        shown(p95),
        shown(most),
        who === 'parlour' ? bounds.map(({ share, ms }) => `${share === 1 ? 'most' : `p${share * 100}`} ≤ ${number(ms)} ms`).join(', ') : '',
      ]),
    ),
  )
}

function guards({ mutants }: Kept): string {
  if (!mutants) return section('The known hazards', missing)
  return section(
    'The known hazards',
    'What the SDKs, the service and browsers are known to do wrong, what keeps it off, and the test that fails when that is taken out.',
    table(
      ['hazard', 'guard', 'taken out', 'test'],
      hazards.flatMap(({ id, sentence }) => [
        ...mutants.rows
          .filter(({ hazard }) => hazard === id)
          .map(({ guard, verdict, test }, at) => [
            at === 0 ? `**${id}** ${sentence}` : id,
            guard,
            verdict === 'killed' ? 'noticed' : verdict,
            test,
          ]),
        ...mutants.watched
          .filter(({ hazard }) => hazard === id)
          .map(({ because, test }) => [`**${id}** ${sentence}`, `none: ${because}`, '', test]),
      ]),
    ),
  )
}
