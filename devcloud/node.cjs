// Leads every TLS connection of Node.js through the proxy that HTTPS_PROXY names, as Node.js does by
// itself from version 24 on for its own agent only: Google's library for Compute Engine has an agent
// of its own, for which no version and no variable of the library's names a proxy.
'use strict';

const http = require('http');
const https = require('https');
const tls = require('tls');

const proxy = new URL(process.env.HTTPS_PROXY);
const direct = process.env.NO_PROXY.split(',');
const connectDirectly = https.Agent.prototype.createConnection;

https.Agent.prototype.createConnection = function (options, done) {
  if (direct.includes(options.host)) {
    return connectDirectly.call(this, options, done);
  }
  http
    .request({
      agent: false,
      host: proxy.hostname,
      port: proxy.port,
      method: 'CONNECT',
      path: `${options.host}:${options.port}`,
    })
    .on('connect', (answer, socket) => {
      if (answer.statusCode === 200) {
        done(null, tls.connect({...options, socket}));
      } else {
        socket.destroy();
        done(new Error(`${options.host}: ${answer.statusMessage}`));
      }
    })
    .on('error', done)
    .end();
};
