import { randomUUID } from 'node:crypto'
import { link, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Whatever happens meanwhile, `file` holds afterwards all of `text` or what it held before. */
export async function writeDurably(file: string, text: string): Promise<void> {
  await rename(await writeTemporary(file, text), file)
  await syncFolder(dirname(file))
}

/** As `writeDurably`, but only where there is no such file. Answers whether it was made. */
export async function createDurably(file: string, text: string): Promise<boolean> {
  const temporary = await writeTemporary(file, text)
  try {
    await link(temporary, file)
    await syncFolder(dirname(file))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(temporary)
  }
}

export async function removeDurably(file: string): Promise<void> {
  await rm(file, { force: true })
  await syncFolder(dirname(file))
}

/** The text of a file, undefined when there is none. */
export async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** The text goes to the disk under another name first. For the owner's eyes only (mode 0600). */
async function writeTemporary(file: string, text: string): Promise<string> {
  const temporary = `${file}.${randomUUID()}.tmp`
  const handle = await open(temporary, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return temporary
}

/** A new or a vanished name is on disk only when its folder is; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
