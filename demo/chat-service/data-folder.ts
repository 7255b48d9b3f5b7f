import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Take a data folder for this process, making it when there is none; returns what gives it back. Two services on two ports
 * would each take the other's lock on the file for a stale one. A folder that a killed process left is free.
 * @throws Error while another service, or another in this process, has it
 */
export function takeDataFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'service.pid')
  const [pid = '', started = ''] = readIfThere(file).split(' ')
  if (pid !== '' && isAlive(Number(pid)) && startOf(pid) === started) {
    throw new Error(
      `The data folder ${folder} is in use by the chat service of process ${pid}: stop it, or set PARLOUR_DATA to another folder`,
    )
  }
  writeFileSync(file, `${process.pid} ${startOf(String(process.pid))}`, { mode: 0o600 })
  return () => rmSync(file, { force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** When a process began, in ticks since the machine's start (proc(5), field 22): a number that was given again is told apart by it. '' where there is no /proc. */
function startOf(pid: string): string {
  const stat = readIfThere(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
