// Servers close when the last running request is answered, and not later.

import { once } from 'node:events'
import { Agent, get, type ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { portOf } from '../src/demo/ports.ts'
import { closeServer, openServer } from '../src/server.ts'

test('a connection that is kept after its answer is closed, while another request still runs', async () => {
  const running: ServerResponse[] = []
  const server = await openServer((_req, res) => void running.push(res), 0, '127.0.0.1')
  const ask = async () => {
    const agent = new Agent({ keepAlive: true })
    const asked = get({ port: portOf(server), host: '127.0.0.1', agent })
    await once(server, 'request')
    return asked
  }
  const first = await ask()
  await ask()
  const closed = closeServer(server)
  running[0]?.end('done')
  const [response] = await once(first, 'response')
  response.resume()
  const { socket } = first
  if (socket && !socket.destroyed) await once(socket, 'close')
  expect(running[1]?.socket?.destroyed).toBe(false)
  running[1]?.end('done')
  await closed
})
