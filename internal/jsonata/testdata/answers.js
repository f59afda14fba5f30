// What JSONata 2.0.6, the version that AWS runs, answers to expressions.txt. It
// writes answers.json, which a test holds this package against. To make it again:
//
//	npm install --no-save jsonata@2.0.6
//	node answers.js
process.env.TZ = 'UTC';

const fs = require('fs');
const path = require('path');
const jsonata = require('jsonata');

const here = (name) => path.join(__dirname, name);
const input = JSON.parse(fs.readFileSync(here('input.json')));
const expressions = fs.readFileSync(here('expressions.txt'), 'utf8').split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('# '));

async function answer(expression) {
    try {
        const program = jsonata(expression);
        program.assign('eval', undefined); // AWS has taken it away
        const value = await program.evaluate(undefined, {states: {input: JSON.parse(JSON.stringify(input))}});
        if (value === undefined) return {undefined: true};
        const text = JSON.stringify(value);
        if (text === undefined || value?._jsonata_function || value?._jsonata_lambda) return {function: true};
        return {value: JSON.parse(text)};
    } catch (error) {
        return {code: error.code, message: error.message};
    }
}

(async () => {
    const lines = [];
    for (const expression of expressions) {
        lines.push(JSON.stringify({expression, ...await answer(expression)}));
    }
    fs.writeFileSync(here('answers.json'), '[\n' + lines.join(',\n') + '\n]\n');
})();
