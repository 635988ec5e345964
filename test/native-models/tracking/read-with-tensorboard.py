"""The folder of a run comes in, what TensorBoard's own reader finds in it goes out as one line of JSON."""

import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.hparams import plugin_data_pb2
from tensorboard.util import tensor_util

events = EventAccumulator(sys.argv[1], size_guidance={"tensors": 0, "scalars": 0})
events.Reload()
tags = events.Tags()


def scalar(tag):
    """Old points stay scalars; those that TensorBoard brings up to date become tensors."""
    if tag in tags["scalars"]:
        return [[point.step, point.value] for point in events.Scalars(tag)]
    return [[point.step, float(tensor_util.make_ndarray(point.tensor_proto))] for point in events.Tensors(tag)]


def plain(value):
    return getattr(value, value.WhichOneof("kind"))


def content(tag):
    return plugin_data_pb2.HParamsPluginData.FromString(events.SummaryMetadata(tag).plugin_data.content)


texts = {
    tag: [[point.step, tensor_util.make_ndarray(point.tensor_proto).item().decode()] for point in events.Tensors(tag)]
    for tag in events.PluginTagToContent("text")
}
hyperparameters = events.PluginTagToContent("hparams")
start = content("_hparams_/session_start_info").session_start_info
end = content("_hparams_/session_end_info").session_end_info
special = set(texts) | set(hyperparameters)
print(
    json.dumps(
        {
            "scalars": {tag: scalar(tag) for tag in [*tags["scalars"], *tags["tensors"]] if tag not in special},
            "texts": texts,
            "parameters": {name: plain(value) for name, value in start.hparams.items()},
            "status": end.status,
            "startSeconds": start.start_time_secs,
        }
    )
)
