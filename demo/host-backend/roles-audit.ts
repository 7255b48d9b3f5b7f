/**
 * `npm run roles:audit [-- --fix] [--url http://127.0.0.1:4800]`: every permission beyond need; exit code 1 when visitors get
 * one by default. With `--fix` it first makes the Roles of this website, gives visitors the least by default, and makes the
 * User of the agent (`--agent`, default `agent`).
 */
import { parseArgs } from 'node:util'
import { auditRoles } from './audit.ts'
import { main, openFromCommandLine, table } from './cli.ts'
import { ensureRoles } from './roles.ts'

await main(async () => {
  const { values } = parseArgs({
    options: { fix: { type: 'boolean', default: false }, agent: { type: 'string', default: 'agent' }, url: { type: 'string' } },
  })
  const { rooms } = openFromCommandLine(values.url)
  if (values.fix) await ensureRoles(rooms, values.agent)
  const roles = await rooms.roles()
  const excess = auditRoles(roles, await rooms.settings())
  const rows = excess.map(({ role, type, permission, reason, byDefault }) => [
    role,
    type,
    byDefault ? 'yes' : 'no',
    rooms.nameOf(permission),
    reason,
  ])
  console.log(
    rows.length === 0
      ? 'No Role has a permission beyond need.'
      : table(['Role', 'Type', 'By default', 'Permission', 'A client that has it'], rows),
  )
  const defaults = excess.filter((one) => one.byDefault).length
  console.log(`${roles.length} Roles, ${rows.length} permissions beyond need, ${defaults} of them given to every visitor.`)
  return defaults > 0 ? 1 : 0
})
