// What Mozilla's HTTP Observatory says of a site on this machine, with nothing sent anywhere. By hand, once:
//
//   npm install --ignore-scripts @mdn/mdn-http-observatory    (in a folder of its own, here FOLDER)
//   SITE_URL=https://127.0.0.66 PORT=8066 make run
//   node tests/benchmarks/observatory.mjs FOLDER 8066 / /admin/login/
//
// The second is for another terminal. A site is asked for at ports 80 and 443, so whoever runs this must be allowed to listen
// there; openssl makes the certificate. Without the browsers' list of preloaded sites, which it would fetch.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const HOST = "127.0.0.66";
const [folder, port, ...paths] = process.argv.slice(2);

function certificate() {
  const made = mkdtempSync(join(tmpdir(), "observatory-"));
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(made, name));
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", cert,
    "-subj", `/CN=${HOST}`, "-addext", `subjectAltName=IP:${HOST}`], { stdio: "ignore" });
  return made;
}

// What a proxy in front of the site does.
const passOn = (scheme) => (asked, answered) => {
  const headers = { ...asked.headers, "x-forwarded-proto": scheme, "x-forwarded-for": "203.0.113.7" };
  const passed = http.request({ port, path: asked.url, method: asked.method, headers }, (answer) => {
    answered.writeHead(answer.statusCode, answer.rawHeaders);
    answer.pipe(answered);
  });
  asked.pipe(passed);
};

async function graded(path) {
  const part = (name) => import(resolve(folder, "node_modules/@mdn/mdn-http-observatory/src", name));
  const [{ retrieve }, { ALL_TESTS }, grader] = await Promise.all(
    ["retriever/retriever.js", "constants.js", "grader/grader.js"].map(part));
  const found = await retrieve(HOST, { path });
  let score = 100;
  for (const test of ALL_TESTS) {
    const { result, pass, constructor: { name } } = test(found);
    const adds = grader.getScoreModifier(result);
    score += adds;
    console.log(`  ${pass ? "passed" : "FAILED"} ${String(adds).padStart(3)}  ${name}: ${result}`);
  }
  console.log(`${path}: ${score}`);
}

if (!process.env.MADE) {
  // Node reads the certificates that it trusts when it starts.
  const made = certificate();
  const env = { ...process.env, MADE: made, NODE_EXTRA_CA_CERTS: join(made, "cert.pem") };
  process.exit(spawnSync(process.execPath, process.argv.slice(1), { env, stdio: "inherit" }).status);
}
const preloaded = resolve(folder, "node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json");
if (!existsSync(preloaded)) writeFileSync(preloaded, "{}");
const [key, cert] = ["key.pem", "cert.pem"].map((name) => readFileSync(join(process.env.MADE, name)));
const servers = [http.createServer(passOn("http")).listen(80, HOST),
  https.createServer({ key, cert }, passOn("https")).listen(443, HOST)];
for (const path of paths) await graded(path);
servers.forEach((server) => server.close());
process.exit(0);
