// Runs `stint` as a shell does, and gives what it printed and how it ended.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

export interface Ran {
  code: number
  out: string
  err: string
}

/** Runs a command in an environment that holds nothing else. */
export function run(command: string, args: string[], env: Record<string, string>): Promise<Ran> {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  })
  return ended(child)
}

/** `stint …` on this environment. */
export function stint(env: Record<string, string>, ...args: string[]): Promise<Ran> {
  return run(process.execPath, ['--import', 'tsx', 'src/cli/stint.ts', ...args], env)
}

async function ended(child: ReturnType<typeof spawn>): Promise<Ran> {
  const ran = { out: '', err: '' }
  child.stdout?.on('data', (part: Buffer) => {
    ran.out += part.toString()
  })
  child.stderr?.on('data', (part: Buffer) => {
    ran.err += part.toString()
  })
  const [code] = await once(child, 'close')
  return { ...ran, code: Number(code ?? -1) }
}
