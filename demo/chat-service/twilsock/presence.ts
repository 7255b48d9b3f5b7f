/** Who is online: an Identity with a socket, and for a grace period after the last one closed. */
export interface Presence {
  arrived(serviceSid: string, identity: string): void
  left(serviceSid: string, identity: string): void
  close(): void
}

/** `setOnline` is called only when it changes. Without the grace every reconnect would show as gone and back. */
export function createPresence(graceMs: number, setOnline: (serviceSid: string, identity: string, online: boolean) => void): Presence {
  const sockets = new Map<string, number>()
  const leaving = new Map<string, NodeJS.Timeout>()

  function leaveLater(serviceSid: string, identity: string): void {
    const who = `${serviceSid}/${identity}`
    clearTimeout(leaving.get(who))
    const timer = setTimeout(() => {
      leaving.delete(who)
      setOnline(serviceSid, identity, false)
    }, graceMs)
    leaving.set(who, timer)
  }

  return {
    arrived(serviceSid, identity) {
      const who = `${serviceSid}/${identity}`
      const count = (sockets.get(who) ?? 0) + 1
      sockets.set(who, count)
      const timer = leaving.get(who)
      clearTimeout(timer)
      leaving.delete(who)
      if (count === 1 && timer === undefined) setOnline(serviceSid, identity, true)
    },
    left(serviceSid, identity) {
      const who = `${serviceSid}/${identity}`
      const count = (sockets.get(who) ?? 0) - 1
      if (count > 0) return void sockets.set(who, count)
      sockets.delete(who)
      leaveLater(serviceSid, identity)
    },
    close() {
      for (const timer of leaving.values()) clearTimeout(timer)
      leaving.clear()
    },
  }
}
