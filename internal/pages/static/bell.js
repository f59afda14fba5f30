// A short sound for a new order, made here: two notes. It is off until somebody
// turns it on; browsers play nothing before a click anyway.

// Bell rings when it is on.
export class Bell {
  on = false;
  #audio;

  ring() {
    if (!this.on) return;
    this.#audio ??= new AudioContext();
    const begin = this.#audio.currentTime;
    [880, 1175].forEach((pitch, i) => {
      const tone = new OscillatorNode(this.#audio, { frequency: pitch, type: 'sine' });
      const volume = new GainNode(this.#audio, { gain: 0 });
      const at = begin + i * 0.16;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.25, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
      tone.connect(volume).connect(this.#audio.destination);
      tone.start(at);
      tone.stop(at + 0.5);
    });
  }
}
