// A server of the demo: listens on loopback, and closes without waiting for browsers that keep connections.

import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'

/**
 * Listens on a port; 0 takes any free one.
 * @throws {Error} with `code` EADDRINUSE when it is taken
 */
export async function listen(app: RequestListener, port: number, host: string): Promise<Server> {
  const server = createServer(app)
  server.listen(port, host)
  await once(server, 'listening')
  return server
}

/** Takes no new requests, lets running ones finish for a moment, then ends them. */
export async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const impatience = setTimeout(() => server.closeAllConnections(), 2_000)
  await closed
  clearTimeout(impatience)
}
