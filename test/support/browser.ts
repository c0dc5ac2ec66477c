// A real Chromium for journeys: the machine's own, else the one that a development package carries.

import { execFileSync, spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { type Browser, chromium } from 'playwright-core'

interface Found {
  executable: string
  env: Record<string, string>
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * What playwright-core switches off, without ThirdPartyStoragePartitioning, and with pop-up blocking left on:
 * who may store what in a frame is what these tests are about. The last such switch is the one that counts.
 */
const SWITCHED_OFF = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'MediaRouter',
  'OptimizationHints',
  'PaintHolding',
]

/** A headless Chromium with the rules of an ordinary one; the caller closes it. */
export async function openBrowser(): Promise<Browser> {
  const { executable, env } = await findChromium(process.env.PATH ?? '')
  return chromium.launch({
    executablePath: executable,
    headless: true,
    // The sandbox refuses to run as root; it stays on for everybody else.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [`--disable-features=${SWITCHED_OFF.join(',')}`],
    ignoreDefaultArgs: ['--disable-popup-blocking'],
    env: { ...definedEnv(), ...env },
  })
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? '']))
}

/** The Chromium on a search path, else the unpacked one. */
export async function findChromium(path: string): Promise<Found> {
  const places = path.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))
  const executable = places.find((place) => fs.existsSync(place))
  return executable ? { executable, env: {} } : unpacked()
}

const require = createRequire(import.meta.url)

async function unpacked(): Promise<Found> {
  const archives = join(dirname(require.resolve('@sparticuz/chromium')), '../../bin')
  const home = join(import.meta.dirname, '../../node_modules/.cache/stint-chromium')
  if (!fs.existsSync(home)) await unpackAll(archives, home)
  const executable = join(home, 'chromium')
  return { executable, env: { ...librariesFor(executable, home), ...fontsIn(home) } }
}

// Two test processes may unpack at once: each works aside, and the first to finish is taken.
async function unpackAll(archives: string, home: string): Promise<void> {
  const aside = `${home}-${process.pid}`
  fs.mkdirSync(aside, { recursive: true })
  await Promise.all([
    inflate(join(archives, 'chromium.br'), join(aside, 'chromium')),
    ...['al2023', 'fonts', 'swiftshader'].map(async (name) => {
      const tar = join(aside, `${name}.tar`)
      await inflate(join(archives, `${name}.tar.br`), tar)
      const folder = name === 'swiftshader' ? aside : join(aside, name)
      fs.mkdirSync(folder, { recursive: true })
      execFileSync('tar', ['-x', '--no-same-owner', '-f', tar, '-C', folder])
      fs.rmSync(tar)
    }),
  ])
  fs.writeFileSync(join(aside, 'fonts/fonts.conf'), fontsConf(join(home, 'fonts')))
  try {
    fs.renameSync(aside, home)
  } catch (error) {
    fs.rmSync(aside, { recursive: true })
    if (!fs.existsSync(home)) throw error
  }
}

// The package's own settings name folders of another kind of machine.
function fontsConf(folder: string): string {
  const places = `<dir>${folder}</dir><cachedir>${folder}/cache</cachedir>`
  return `<?xml version="1.0"?><fontconfig>${places}</fontconfig>\n`
}

function inflate(from: string, to: string): Promise<void> {
  const target = fs.createWriteStream(to, { mode: 0o755 })
  return pipeline(fs.createReadStream(from), createBrotliDecompress(), target)
}

// A bare machine lacks NSS and its like; the package carries them, and they are used only when needed.
function librariesFor(executable: string, home: string): Record<string, string> {
  const runs = spawnSync(executable, ['--version', '--no-sandbox']).status === 0
  return runs ? {} : { LD_LIBRARY_PATH: join(home, 'al2023/lib') }
}

function fontsIn(home: string): Record<string, string> {
  return fs.existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(home, 'fonts') }
}
