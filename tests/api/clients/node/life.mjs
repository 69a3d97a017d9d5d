// The life of an instance through @google-cloud/compute; what was seen goes out as JSON.
//
// node life.mjs ENDPOINT ZONE NAME, and the token of a project `demo` in the variable TOKEN

import compute from '@google-cloud/compute';
import {OAuth2Client} from 'google-auth-library';

const [endpoint, zone, name] = process.argv.slice(2);
const project = 'demo';
const {hostname, port, protocol} = new URL(endpoint);

const authClient = new OAuth2Client();
authClient.setCredentials({access_token: process.env.TOKEN});
const options = {
  authClient,
  apiEndpoint: hostname,
  port: Number(port),
  protocol: protocol.replace(':', ''),
};
const zones = new compute.ZonesClient(options);
const instances = new compute.InstancesClient(options);
const operations = new compute.ZoneOperationsClient(options);

async function namesOf(rows) {
  const names = [];
  for await (const row of rows) names.push(row.name);
  return names;
}

async function done(call) {
  let [{latestResponse: operation}] = await call;
  while (operation.status !== 'DONE') {
    [operation] = await operations.wait({project, zone, operation: operation.name});
  }
  if (operation.error) throw new Error(JSON.stringify(operation.error));
  return operation;
}

async function refusal(call) {
  try {
    await call;
  } catch ({code, message}) {
    return {code, message};
  }
}

async function aggregated() {
  const found = {};
  for await (const [scope, {instances: rows}] of instances.aggregatedListAsync({project})) {
    found[scope] = rows.map(row => row.name);
  }
  return found;
}

const seen = {zones: await namesOf(zones.listAsync({project}))};
const instanceResource = {
  name,
  machineType: `zones/${zone}/machineTypes/e2-small`,
  disks: [
    {
      boot: true,
      autoDelete: true,
      initializeParams: {
        diskSizeGb: '10',
        sourceImage: 'projects/debian-cloud/global/images/family/debian-12',
      },
    },
  ],
  networkInterfaces: [{network: 'global/networks/default'}],
};
seen.insert = await done(instances.insert({project, zone, instanceResource}));
seen.taken = await refusal(instances.insert({project, zone, instanceResource}));

const [instance] = await instances.get({project, zone, instance: name});
await done(
  instances.setLabels({
    project,
    zone,
    instance: name,
    instancesSetLabelsRequestResource: {
      labels: {env: 'test'},
      labelFingerprint: instance.labelFingerprint,
    },
  })
);
[seen.instance] = await instances.get({project, zone, instance: name});
const filter = `labels.env = test AND name = ${name}`;
seen.list = await namesOf(instances.listAsync({project, zone, filter, maxResults: 1}));
seen.aggregated = await aggregated();
await done(instances.delete({project, zone, instance: name}));
seen.gone = await refusal(instances.get({project, zone, instance: name}));
console.log(JSON.stringify(seen));
