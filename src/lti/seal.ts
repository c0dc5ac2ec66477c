// Sealing: AES-256-GCM under a key made for one purpose and institution, with a fresh salt for each thing sealed.

import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

/** What a sealed thing is for; it opens only where all three are the same (design decision 21). */
export interface SealContext {
  purpose: 'login' | 'tool-key'
  institutionId: string
  /** The registration or the key it belongs to. */
  subject: string
}

export interface Sealer {
  seal(context: SealContext, plain: string): Buffer
  /** Null when it was not sealed for this context, or by no master key of ours. */
  open(context: SealContext, sealed: Buffer): { plain: string; byOlderKey: boolean } | null
}

interface Master {
  id: Buffer
  key: KeyObject
}

const ID = 4
const SALT = 16
const IV = 12
const TAG = 16

/** A sealer over the master keys, newest first: the newest seals, each of them opens. */
export function openSealer(masterKeys: Buffer[]): Sealer {
  const masters = masterKeys.map((key) => ({ id: idOf(key), key: createSecretKey(key) }))
  const [newest] = masters
  if (!newest) throw new Error('no master key: nothing can be sealed')
  return {
    seal: (context, plain) => seal(newest, context, plain),
    open(context, sealed) {
      const master = masters.find(({ id }) => id.equals(sealed.subarray(0, ID)))
      const plain = master ? open(master, context, sealed) : null
      return plain === null ? null : { plain, byOlderKey: master !== newest }
    },
  }
}

function seal(master: Master, context: SealContext, plain: string): Buffer {
  const salt = randomBytes(SALT)
  const iv = randomBytes(IV)
  const cipher = createCipheriv('aes-256-gcm', keyFor(master, context, salt), iv)
  cipher.setAAD(bound(context))
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([master.id, salt, iv, cipher.getAuthTag(), body])
}

function open(master: Master, context: SealContext, sealed: Buffer): string | null {
  const at = { iv: ID + SALT, tag: ID + SALT + IV, body: ID + SALT + IV + TAG }
  if (sealed.length < at.body) return null
  const key = keyFor(master, context, sealed.subarray(ID, at.iv))
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(at.iv, at.tag), {
    authTagLength: TAG,
  })
  decipher.setAAD(bound(context))
  decipher.setAuthTag(sealed.subarray(at.tag, at.body))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(at.body)), decipher.final()]).toString()
  } catch {
    return null
  }
}

function keyFor({ key }: Master, context: SealContext, salt: Buffer): Buffer {
  const info = JSON.stringify(['stint', context.purpose, context.institutionId])
  return Buffer.from(hkdfSync('sha256', key, salt, info, 32))
}

function bound(context: SealContext): Buffer {
  return Buffer.from(JSON.stringify([context.purpose, context.institutionId, context.subject]))
}

// Names the master key that sealed, and tells nothing about it.
function idOf(master: Buffer): Buffer {
  return createHash('sha256').update('stint key id').update(master).digest().subarray(0, ID)
}
