import type { ContractHouse, TestRunner } from './house.ts'
import { codeOf, heard, listen, pause, until, visit } from './tools.ts'

/** With the capability `invitations`. */
export function describeInvitations({ test, expect }: TestRunner, house: () => ContractHouse): void {
  test('an invitation is heard and listed', async () => {
    const { service, identity, agent } = await visit(house())
    const channel = await house().createChannel(agent)
    const added = heard(service, 'channelAdded', ({ sid }) => sid === channel.sid)
    await channel.invite(identity)
    expect(await added).toMatchObject({ status: 'invited', createdBy: 'system' })
    expect((await service.channels()).find(({ sid }) => sid === channel.sid)?.status).toEqual('invited')
  })

  test('an invitation is accepted by entering', async () => {
    const { service, identity, agent } = await visit(house())
    const channel = await house().createChannel(agent)
    const added = heard(service, 'channelAdded', ({ sid }) => sid === channel.sid)
    await channel.invite(identity)
    await added
    expect(await service.enter(channel.sid)).toMatchObject({ sid: channel.sid, status: 'joined' })
    expect((await service.members(channel.sid)).map((member) => member.identity).toSorted()).toEqual([agent, identity].toSorted())
  })

  test('one who was invited before it connected can enter as well', async () => {
    const { identity, agent, service } = await visit(house())
    const channel = await house().createChannel(agent)
    await channel.invite(identity)
    await service.shutdown()
    const later = await house().connect(identity)
    await until(async () => (await later.channels()).length === 2)
    expect(await later.enter(channel.sid)).toMatchObject({ status: 'joined' })
  })
}

/** Without it. */
export function describeNoInvitations({ test, expect }: TestRunner, house: () => ContractHouse): void {
  test('an invitation is as if it had not been made', async () => {
    const { service, channel, identity, agent } = await visit(house())
    const other = await house().createChannel(agent)
    const events = listen(service, 'channelAdded')
    await other.invite(identity)
    await pause(300)
    expect(events.filter(({ sid }) => sid === other.sid)).toEqual([])
    expect((await service.channels()).map(({ sid }) => sid)).toEqual([channel.sid])
    expect(await codeOf(service.enter(other.sid))).toEqual('channel-not-found')
  })

  test('one who was invited in vain can be added all the same', async () => {
    const { service, identity, agent } = await visit(house())
    const other = await house().createChannel(agent)
    await other.invite(identity)
    const added = heard(service, 'channelAdded', ({ sid }) => sid === other.sid)
    await other.addMember(identity)
    expect(await added).toMatchObject({ status: 'joined' })
    expect(await service.enter(other.sid)).toMatchObject({ status: 'joined' })
  })
}
