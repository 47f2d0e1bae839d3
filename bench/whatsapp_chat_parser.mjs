// Reads a chat with whatsapp-chat-parser: node whatsapp_chat_parser.mjs NODE_MODULES FILE
// Prints the seconds of the processor and the memory (MiB), then a line of JSON for each message.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [modules, file] = process.argv.slice(2);
const folder = path.join(modules, "whatsapp-chat-parser");
const { main } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
const { default: library } = await import(pathToFileURL(path.join(folder, main)));

const before = process.cpuUsage();
const messages = library.parseString(fs.readFileSync(file, "utf8"));
const { user, system } = process.cpuUsage(before);
const status = fs.readFileSync("/proc/self/status", "ascii");
const peak = Math.floor(Number(status.match(/VmHWM:\s+(\d+)/)[1]) / 1024);

const output = fs.createWriteStream(null, { fd: 1 });
output.write(`${JSON.stringify([(user + system) / 1e6, peak])}\n`);
for (const { author, date, message } of messages) {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  output.write(`${JSON.stringify([author, local.toISOString().slice(0, 19), message])}\n`);
}
output.end();
