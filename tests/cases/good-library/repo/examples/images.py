import tinyknn

print(tinyknn.Index([[1, 1]]).nearest([0, 1]))
