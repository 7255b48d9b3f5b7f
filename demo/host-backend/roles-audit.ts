/** `npm run roles:audit [-- --url http://127.0.0.1:4800]`: every permission beyond need; exit code 1 when visitors get one by default. */
import { parseArgs } from 'node:util'
import { auditRoles } from './audit.ts'
import { main, openFromCommandLine, table } from './cli.ts'

await main(async () => {
  const { values } = parseArgs({ options: { url: { type: 'string' } } })
  const { rooms } = openFromCommandLine(values.url)
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
