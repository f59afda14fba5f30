// Serves a DynamoDB on a free port of this machine and says which:
// node -e <this> <folder of dynalite> <folder for the data, or nothing>
const [dynalite, path] = process.argv.slice(1)
const server = require(dynalite)({path: path || undefined, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0})
server.listen(0, '127.0.0.1', () => console.log('listening on ' + server.address().port))
